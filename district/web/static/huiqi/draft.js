// A draft is saved while it is filled in: what is being typed at that moment stays as it is,
// and what the person has opened stays open.
Idiomorph.defaults.ignoreActiveValue = true;
Idiomorph.defaults.callbacks.beforeAttributeUpdated = (attribute, element) =>
  !(attribute === "open" && element.tagName === "DETAILS");
