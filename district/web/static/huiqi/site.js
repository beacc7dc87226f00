// What pages need beyond links and forms: the theme switch, one submission a form, and the officer's keys.
(function () {
  "use strict";
  var root = document.documentElement;
  function apply(theme) { root.setAttribute("data-bs-theme", theme); }
  var kept = null;
  try { kept = localStorage.getItem("theme"); } catch (error) { kept = null; }
  apply(kept || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));

  document.addEventListener("click", function (event) {
    var toggle = event.target.closest("[data-theme-switch]");
    if (!toggle) { return; }
    var next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    apply(next);
    try { localStorage.setItem("theme", next); } catch (error) { /* the choice lasts for this page */ }
  });

  // A second click on a form that is on its way does nothing; the server would take it once anyway.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method.toLowerCase() !== "post") { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // An open menu closes by Escape and by a click beside it.
  function closeMenus(but) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) { if (menu !== but) { menu.open = false; } });
  }
  document.addEventListener("click", function (event) { closeMenus(event.target.closest("details[data-menu]")); });
  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // A list on the page is narrowed while one types; without this script the same form asks the server.
  function narrow(form) {
    var list = document.querySelector(form.dataset.filter), text = form.querySelector("input[type=search]").value.trim().toLowerCase();
    if (!list) { return; }
    list.querySelectorAll("[data-words]").forEach(function (row) { row.hidden = row.dataset.words.toLowerCase().indexOf(text) < 0; });
    list.querySelectorAll("[data-group]").forEach(function (group) { group.hidden = !group.querySelector("[data-words]:not([hidden])"); if (text) { group.open = true; } });
  }
  document.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-filter]");
    if (form) { narrow(form); }
  });
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.filter && document.querySelector(event.target.dataset.filter + " [data-words]")) { event.preventDefault(); narrow(event.target); }
  });

  // A code from a mail is sent when its last digit is there; the field says so beforehand.
  document.addEventListener("input", function (event) {
    var field = event.target, digits = Number(field.dataset.complete);
    if (digits && field.form && field.value.trim().length === digits && /^\d+$/.test(field.value.trim())) { field.form.requestSubmit(); }
  });

  // j and k walk the rows of a worklist, Enter opens the one, / goes to the search field.
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select, [contenteditable]")) { return; }
    if (event.key === "/") {
      var search = document.querySelector("input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
      return;
    }
    var rows = Array.prototype.slice.call(document.querySelectorAll("[data-keys] tbody tr"));
    if (!rows.length || "jk".indexOf(event.key) < 0) { return; }
    var now = rows.findIndex(function (row) { return row.classList.contains("is-current"); });
    var next = Math.max(0, Math.min(rows.length - 1, now + (event.key === "j" ? 1 : -1)));
    rows.forEach(function (row) { row.classList.remove("is-current"); });
    rows[next].classList.add("is-current");
    var link = rows[next].querySelector("a");
    if (link) { link.focus(); }
    rows[next].scrollIntoView({ block: "nearest" });
  });
})();
