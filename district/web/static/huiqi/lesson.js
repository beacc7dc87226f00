// A lesson's player: says every so often that it is open and seen, and which parts of a film were played. What that is
// worth the server decides, by its own clock; without this script the page's button says the same.
(() => {
  const part = document.getElementById("sitting");
  if (!part) return;
  const film = document.getElementById("film");
  const every = 20000;
  let played = [];
  let from = null;
  let busy = false;
  const waiting = []; // beats while an answer is awaited, each whether nobody looked: said after it
  let left = false; // nobody looked since the last answer

  const mark = () => {
    if (film && from !== null && film.currentTime > from) played.push([from, film.currentTime]);
    from = film && !film.paused ? film.currentTime : null;
  };
  const asked = () => part.querySelector("[data-hq-check]");

  const send = async (form, extra) => {
    if (busy || !form) return;
    busy = true;
    const body = new FormData(form);
    Object.entries(extra).forEach(([name, value]) => body.set(name, value));
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Lesson": "1" } });
      if (answer.redirected || !answer.ok) {
        waiting.length = 0;
        window.location.reload();
        return;
      }
      const before = Boolean(asked());
      part.innerHTML = await answer.text();
      if (asked() && !before) {
        if (film) film.pause();
        asked().scrollIntoView({ block: "center" });
        asked().querySelector("input").focus();
      }
    } catch (_error) {
      // without a network: the next beat says it, the nonce is the same
      if (extra.played) played = JSON.parse(extra.played).concat(played);
    } finally {
      busy = false;
      const next = waiting.shift();
      if (asked()) waiting.length = 0;
      else if (next !== undefined) beat(next);
    }
  };

  const beat = (paused) => {
    mark();
    if (asked()) return;
    if (busy) {
      if (waiting.at(-1) !== paused) waiting.push(paused);
      return;
    }
    const extra = {};
    if (film) {
      extra.played = JSON.stringify(played);
      played = [];
    }
    if (paused) extra.paused = "1";
    send(part.querySelector("[data-hq-beat]"), extra);
  };

  if (film) {
    film.addEventListener("play", () => { from = film.currentTime; });
    film.addEventListener("seeking", () => { from = null; });
    film.addEventListener("seeked", () => { from = film.paused ? null : film.currentTime; });
    film.addEventListener("timeupdate", () => { if (!film.seeking) mark(); });
    film.addEventListener("pause", () => beat(false));
    film.addEventListener("ended", () => beat(false));
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      if (!film) beat(false);
      left = true;
    } else if (left) {
      left = false;
      if (!film) beat(true);
    }
  });
  part.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.matches("[data-hq-beat]")) beat(false);
    else send(event.target, {});
  });
  window.setInterval(() => {
    if (!document.hidden && (!film || !film.paused)) beat(false);
  }, every);
})();
