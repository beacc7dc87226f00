// Fields marked data-feel get the FEEL editor, fields marked data-yaml a YAML editor, both offering the catalogue's
// names. The textarea stays the form's field: it is kept in step, and all there is where scripts do not run.
import FeelEditor from "@bpmn-io/feel-editor";
import { acceptCompletion, autocompletion, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";

const KINDS = { fact: "事实", derived: "派生事实", parameter: "参数" };
const TYPES = { number: "数", string: "文字", boolean: "是否", date: "日期" };

function names() {
  const data = document.getElementById("names");
  return data ? JSON.parse(data.textContent) : [];
}

function detail(each) {
  return [KINDS[each.kind], TYPES[each.type] || each.type, each.unit].filter(Boolean).join(" · ");
}

// Names and words are offered as typed, in the middle of a line too: Chinese has no spaces between words.
function offering(all) {
  const options = all.map((each) => ({
    label: each.name, detail: detail(each), type: "variable",
    info: each.choices.length ? each.choices.join("、") : undefined,
  }));
  const words = [...new Set(all.flatMap((each) => each.choices))].map((each) => ({ label: `"${each}"`, type: "text" }));
  return (context) => {
    const word = context.matchBefore(/"?[\p{L}\p{N}_]*/u);
    if (!word || (word.from === word.to && !context.explicit)) { return null; }
    const quoted = word.text.startsWith('"');
    return { from: word.from, options: quoted ? words : options, validFor: /^"?[\p{L}\p{N}_]*$/u };
  };
}

function follow(area, text) {
  if (area.value === text) { return; }
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function place(area) {
  const box = document.createElement("div");
  box.className = area.dataset.feel === undefined ? "hq-editor hq-editor-tall" : "hq-editor";
  area.after(box);
  area.hidden = true;
  return box;
}

function attributes(area) {
  const label = document.querySelector(`label[for="${area.id}"]`);
  const named = { "aria-label": label ? label.textContent.trim() : area.getAttribute("aria-label") || "" };
  if (label) { label.addEventListener("click", (event) => { event.preventDefault(); area.nextElementSibling.querySelector(".cm-content").focus(); }); }
  return EditorView.contentAttributes.of(named);
}

function feel(area, all) {
  const completions = autocompletion({ override: [offering(all)], activateOnTyping: true, icons: false });
  return new FeelEditor({
    container: place(area), value: area.value, readOnly: area.readOnly, dialect: "expression",
    variables: all.map((each) => ({ name: each.name, info: detail(each) })),
    onChange: (text) => follow(area, text.replace(/\s*\n\s*/g, " ")),
    extensions: [EditorView.lineWrapping, attributes(area), completions],
  });
}

function text(area, all) {
  const view = new EditorView({
    parent: place(area), doc: area.value,
    extensions: [
      lineNumbers(), history(), drawSelection(), yaml(), attributes(area),
      autocompletion({ override: [offering(all)], icons: false }),
      keymap.of([{ key: "Tab", run: (view) => completionStatus(view.state) === "active" && acceptCompletion(view) },
                 ...defaultKeymap, ...historyKeymap]),
      EditorState.readOnly.of(area.readOnly),
      EditorView.updateListener.of((update) => update.docChanged && follow(area, update.state.doc.toString())),
    ],
  });
  view.scrollDOM.tabIndex = 0;  // what scrolls can be scrolled by keyboard
  return view;
}

document.addEventListener("DOMContentLoaded", () => {
  const all = names();
  document.querySelectorAll("textarea[data-feel]").forEach((area) => feel(area, all));
  document.querySelectorAll("textarea[data-yaml]").forEach((area) => text(area, all));
  document.documentElement.dataset.editors = "ready";
});
