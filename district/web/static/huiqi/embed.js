// Tells the portal that holds the frame how high it is; only portals the site allows are told.
(function () {
  "use strict";
  var portals = (document.documentElement.dataset.portals || "").split(" ").filter(Boolean);
  if (window.parent === window || !portals.length) { return; }
  var above = location.ancestorOrigins && location.ancestorOrigins[0];
  var told = above ? portals.filter(function (each) { return each === above; }) : portals;
  var last = 0;
  function tell() {
    var height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === last) { return; }
    last = height;
    told.forEach(function (origin) { window.parent.postMessage({ huiqi: "height", height: height }, origin); });
  }
  tell();
  window.addEventListener("load", tell);
  if (window.ResizeObserver) { new ResizeObserver(tell).observe(document.body); }
})();
