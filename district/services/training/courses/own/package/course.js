// Three pages, three questions; what was read and how it was answered goes to cmi5.js.
(async () => {
  const pages = [...document.querySelectorAll("[data-page]")];
  const [back, next, where, fault, quiz] = ["back", "next", "where", "fault", "quiz"].map((id) => document.getElementById(id));
  const last = pages.length - 1;
  let at = 0;
  let over = false;
  let data = null;

  const tell = async (work) => {
    try {
      await work();
    } catch (error) {
      fault.textContent = `没有记上，请关上再打开：${error.message}`;
    }
  };
  const show = (page) => {
    at = page;
    pages.forEach((each, number) => { each.hidden = number !== page; });
    back.disabled = page === 0 || page === last;
    next.disabled = data === null; // nobody turns pages before it is known where they were
    next.hidden = page >= last - 1;
    back.hidden = page === last;
    where.textContent = page < last ? `${page + 1} / ${last}` : "";
  };
  const turn = (page) => {
    show(page);
    tell(() => window.cmi5.keep(page));
  };
  back.addEventListener("click", () => turn(at - 1));
  next.addEventListener("click", () => turn(at + 1));
  quiz.addEventListener("submit", (event) => {
    event.preventDefault();
    if (over || !data) return;
    const right = [...new FormData(quiz).values()].filter((each) => each === "1").length;
    const scaled = Math.round((right / 3) * 100) / 100;
    const passed = scaled >= (data.masteryScore ?? 0.6);
    over = true;
    tell(async () => {
      if (data.launchMode === "Normal") {
        // Read before, it is completed already, which is said once: the refusal is none of the learner's concern.
        await window.cmi5.say("completed", { completion: true }).catch(() => {});
        await window.cmi5.say(passed ? "passed" : "failed", { success: passed, score: { scaled } });
      }
      await window.cmi5.say("terminated");
      document.getElementById("result").textContent = passed
        ? `三道题答对 ${right} 道，通过了。` : `三道题答对 ${right} 道，还差一点，请重新打开再做一次。`;
      show(last);
    });
  });

  show(0);
  await tell(async () => {
    const told = await window.cmi5.start();
    const page = await window.cmi5.kept();
    data = told;
    show(page > 0 && page < last ? page : 0);
  });
})();
