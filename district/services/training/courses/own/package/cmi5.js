// The least a cmi5 unit has to say, by fetch alone.
(() => {
  const told = new URLSearchParams(window.location.search);
  const endpoint = told.get("endpoint");
  const actor = JSON.parse(told.get("actor") || "null");
  const activity = told.get("activityId");
  const registration = told.get("registration");
  const began = Date.now();
  const CMI5 = { id: "https://w3id.org/xapi/cmi5/context/categories/cmi5" };
  const MOVE_ON = { id: "https://w3id.org/xapi/cmi5/context/categories/moveon" };
  const judged = ["completed", "passed", "failed"];
  let token = "";
  let data = null;

  // A frame that is nobody's origin has no crypto.randomUUID where the page is not served by TLS.
  const uuid = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (Number(digit) ^ (window.crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4)))).toString(16));

  const call = async (path, options = {}) => {
    const headers = { Authorization: `Basic ${token}`, "X-Experience-API-Version": "1.0.3", ...(options.headers || {}) };
    const answer = await fetch(endpoint + path, { ...options, headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };

  const state = (key) => `activities/state?${new URLSearchParams({
    stateId: key, activityId: activity, agent: JSON.stringify(actor), registration,
  })}`;

  const say = async (verb, result = {}) => {
    const context = JSON.parse(JSON.stringify(data.contextTemplate));
    const category = judged.includes(verb) ? [CMI5, MOVE_ON] : [CMI5];
    context.registration = registration;
    context.contextActivities = { ...context.contextActivities, category };
    const statement = {
      id: uuid(), actor, verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { en: verb } },
      object: { objectType: "Activity", id: activity }, context, timestamp: new Date().toISOString(),
    };
    if (verb !== "initialized") {
      statement.result = { duration: `PT${Math.round((Date.now() - began) / 10) / 100}S`, ...result };
    }
    await call("statements", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(statement),
    });
  };

  window.cmi5 = {
    async start() {
      const given = await (await fetch(told.get("fetch"), { method: "POST" })).json();
      if (!given["auth-token"]) throw new Error(given["error-text"]);
      token = given["auth-token"];
      data = await (await call(state("LMS.LaunchData"))).json();
      await call(`agents/profile?${new URLSearchParams({
        profileId: "cmi5LearnerPreferences", agent: JSON.stringify(actor),
      })}`);
      await say("initialized");
      return data;
    },
    say,
    async keep(page) {
      await call(state("page"), {
        method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ page }),
      });
    },
    async kept() {
      try {
        return (await (await call(state("page"))).json()).page;
      } catch (_error) {
        return 0;
      }
    },
  };
})();
