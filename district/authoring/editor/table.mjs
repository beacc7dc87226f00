// The decision table in the standard's own editor. The field beside it holds the XML, kept in step with every change.
import DmnModeler from "dmn-js/lib/Modeler";

const CHINESE = {
  "Hit policy:": "命中策略：", "Hit policy": "命中策略", "When": "当", "And": "并且", "Then": "则", "Add rule": "加一行",
  "Add input": "加输入列", "Add output": "加输出列", "Add rule above": "在上面加一行", "Add rule below": "在下面加一行",
  "Remove rule": "删除这一行", "Copy rule": "复制这一行", "Cut rule": "剪切这一行", "Paste rule above": "粘贴到上面",
  "Paste rule below": "粘贴到下面", "Add input column left": "左边加输入列", "Add input column right": "右边加输入列",
  "Add output column left": "左边加输出列", "Add output column right": "右边加输出列", "Remove input column": "删除输入列",
  "Remove output column": "删除输出列", "Edit input": "改输入", "Edit output": "改输出", "Input": "输入", "Output": "输出",
  "Type": "类型", "Expression": "表达式", "Input label": "输入名称", "Output label": "输出名称", "Input type": "输入类型",
  "Output type": "输出类型", "Output name": "输出名称", "Decision name": "决策名称", "Unique": "唯一", "First": "第一行",
  "Any": "任一", "Priority": "优先", "Collect": "汇集", "Rule order": "按行序", "Output order": "按输出序",
};
const translate = (text, values) =>
  ((document.documentElement.lang.startsWith("zh") && CHINESE[text]) || text)
    .replace(/{([^}]+)}/g, (whole, key) => (values && key in values ? values[key] : whole));

document.addEventListener("DOMContentLoaded", async () => {
  const area = document.getElementById("id-xml");
  const box = document.getElementById("table-editor");
  if (!area || !box) { return; }
  const modeler = new DmnModeler({
    container: box, decisionTable: { additionalModules: [{ translate: ["value", translate] }] },
  });
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
      // after this event: a form that is being submitted takes no second request
      setTimeout(() => area.form.requestSubmit(event.submitter));
    });
  }, true);
  // A head without words, above row numbers or a button, is no head for those who listen.
  box.querySelectorAll("th").forEach((head) => {
    if (!head.innerText.trim()) { head.setAttribute("role", "cell"); }
  });
  document.documentElement.dataset.editors = "ready";
});
