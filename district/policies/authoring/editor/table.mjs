// The decision table in the standard's own editor. The field beside it holds the XML, kept in step with every change.
import DmnModeler from "dmn-js/lib/Modeler";

document.addEventListener("DOMContentLoaded", async () => {
  const area = document.getElementById("id-xml");
  const box = document.getElementById("table-editor");
  if (!area || !box) { return; }
  const modeler = new DmnModeler({ container: box });
  await modeler.importXML(area.value);
  const view = modeler.getViews().find((each) => each.type === "decisionTable");
  if (!view) { return; }
  await modeler.open(view);
  let waiting = 0;
  modeler.getActiveViewer().on("elements.changed", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const { xml } = await modeler.saveXML({ format: false });
      area.value = xml;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }, 200);
  });
  area.form.addEventListener("submit", (event) => {
    if (area.dataset.fresh) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    modeler.saveXML({ format: false }).then(({ xml }) => {
      area.value = xml;
      area.dataset.fresh = "1";
      area.form.requestSubmit(event.submitter);
    });
  }, true);
  document.documentElement.dataset.editors = "ready";
});
