// Within a package's own page: begins the interface SCORM content asks for, and tells the site what is said to it.
// Runs in a frame that is nobody's origin, before any script of the package.
window.huiqiScorm = function (said) {
  "use strict";
  const first = said.version === "1.2";
  const Made = first ? window.Scorm12API : window.Scorm2004API;
  const [begin, keep, end] = first ? ["LMSInitialize", "LMSCommit", "LMSFinish"] : ["Initialize", "Commit", "Terminate"];
  const MOST = 60000; // bytes a browser sends after its page is gone
  const settings = { autocommit: false, lmsCommitUrl: false, logLevel: 5, autoCompleteLessonStatus: true };
  const api = new Made(settings);
  let over = false, begun = false;

  function tell(event) {
    const body = JSON.stringify({ event, model: api.renderCMIToJSONObject().cmi });
    fetch(said.calls, { method: "POST", body, keepalive: body.length < MOST / 3, credentials: "omit" }).catch(() => {});
  }

  api.loadFromJSON({ cmi: said.model });
  api.on(begin, () => { begun = true; tell("begin"); });
  api.on(keep, () => tell("keep"));
  api.on(end, () => { over = true; tell("end"); });
  window[first ? "API" : "API_1484_11"] = api;

  // A page without an interface of its own is done once it was open; who leaves without a word comes back to where
  // they were.
  if (said.asset && window.parent === window.top) { api[begin](""); }
  addEventListener("pagehide", () => { if (begun && !over) { tell("left"); } });
};
