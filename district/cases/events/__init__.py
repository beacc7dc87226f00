"""Events of the register on cases that are open: noted for their officers, or held until the facts were read anew."""
