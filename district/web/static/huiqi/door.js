// The door of an activity: what is scanned is kept in this browser first and sent when there is a network; the server
// counts each person once however often a scan is sent. Without a script the same forms are posted one by one.
(() => {
  const door = document.getElementById("door");
  if (!door) return;
  const key = `hq-door-${door.dataset.hqKey}`;
  const say = door.dataset;
  const status = door.querySelector("[data-hq-status]");
  const counter = door.querySelector("[data-hq-count]");
  const token = door.querySelector("[name=csrfmiddlewaretoken]").value;
  const rows = new Map([...door.querySelectorAll("[data-hq-ticket]")].map((row) => [row.dataset.hqTicket, row]));
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) || [];
    } catch {
      return [];
    }
  };
  const keep = (scans) => localStorage.setItem(key, JSON.stringify(scans));
  const number = () =>
    crypto.randomUUID
      ? crypto.randomUUID()
      : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
          (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
        );
  const tell = (text, tone) => {
    status.textContent = text;
    status.className = text ? `m-0 hq-note${tone ? ` hq-note-${tone}` : ""}` : "m-0";
  };
  const isHere = (row) => !row.querySelector("[data-hq-done]").hidden;
  const mark = (row) => {
    if (isHere(row)) return;
    row.querySelector("[data-hq-done]").hidden = false;
    const form = row.querySelector("[data-hq-name]");
    if (form) form.hidden = true;
    counter.textContent = String([...rows.values()].filter(isHere).length);
  };
  const unmark = (row) => {
    row.querySelector("[data-hq-done]").hidden = true;
    const form = row.querySelector("[data-hq-name]");
    if (form) form.hidden = false;
    counter.textContent = String([...rows.values()].filter(isHere).length);
  };
  const found = (said) => {
    const wanted = said.trim().toLowerCase();
    if (rows.has(wanted)) return wanted;
    const begun = wanted.length < 6 ? [] : [...rows.keys()].filter((ticket) => ticket.startsWith(wanted));
    return begun.length === 1 ? begun[0] : "";
  };
  const name = (ticket) => rows.get(ticket).querySelector("b").textContent;

  const left = () => tell(say.hqKept.replace("%s", String(read().length)), "amber");

  let sending = false;
  const send = async () => {
    const scans = read();
    if (sending || !scans.length) return;
    sending = true;
    try {
      const body = new URLSearchParams({ scans: JSON.stringify(scans), csrfmiddlewaretoken: token });
      const answer = await fetch(location.pathname, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": token },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        tell(say.hqSignIn, "red");
      } else if (answer.ok) {
        const became = (await answer.json()).scans;
        keep(read().filter((scan) => !(scan.scan in became)));
        const refused = scans.filter((scan) => became[scan.scan] === "no_seat" || became[scan.scan] === "unknown");
        for (const scan of refused) if (rows.has(scan.ticket)) unmark(rows.get(scan.ticket));
        if (refused.length) tell(`${name(refused[0].ticket)}：${say.hqNoSeat}`, "red");
        else if (!read().length) tell(say.hqSent, "green");
      } else {
        left();
      }
    } catch {
      left();
    } finally {
      sending = false;
    }
  };

  const take = (said, how) => {
    const ticket = found(said);
    if (!ticket) {
      tell(`${said}：${say.hqUnknown}`, "red");
      return;
    }
    if (isHere(rows.get(ticket))) {
      tell(`${name(ticket)}：${say.hqAgain}`, "amber");
      return;
    }
    keep([...read(), { scan: number(), ticket, at: new Date().toISOString(), how }]);
    mark(rows.get(ticket));
    tell(`${name(ticket)}：${say.hqHere}`, "green");
    send();
  };

  door.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-hq-scan], [data-hq-name]")) return;
    event.preventDefault();
    const code = form.querySelector("[name=code]");
    take(code.value, form.matches("[data-hq-name]") ? "hand" : "scan");
    if (form.matches("[data-hq-scan]")) {
      code.value = "";
      code.focus();
    }
  });
  for (const scan of read()) if (rows.has(scan.ticket)) mark(rows.get(scan.ticket));
  window.addEventListener("online", send);
  setInterval(send, 15000);
  send();
})();
