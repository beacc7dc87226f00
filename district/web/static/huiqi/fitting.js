// The results of the check: print, and copy the link. Both buttons are hidden where no script runs.
(function () {
  "use strict";
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(document.querySelector(button.dataset.copy).value).then(function () {
        button.classList.add("is-done");
      });
    });
  });
  // Folded groups belong on paper too.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.hq-result").forEach(function (each) { each.open = false; });
  });
})();
