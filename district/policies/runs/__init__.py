"""Long work over the whole register: the four lists of an automatic grant, and the policy lab."""
