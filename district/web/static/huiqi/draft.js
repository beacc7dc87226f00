// A draft is saved while it is filled in: what is being typed at that moment stays as it is.
Idiomorph.defaults.ignoreActiveValue = true;
