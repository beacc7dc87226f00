// Draws what a table on the page already says: where the money of every line is, and how one line burns down.
(function () {
  "use strict";
  var style = getComputedStyle(document.documentElement);
  var ink = style.getPropertyValue("--tblr-body-color") || "#1b2434";
  var text = { color: ink, fontSize: 14 };
  var colours = { available: "#8fb3de", held: "#d9a441", topay: "#5d7fb0", paid: "#2f7d4f" };
  function rowsOf(id) { return Array.prototype.slice.call(document.querySelectorAll("#" + id + " tbody tr")); }
  function wan(value) { return (value / 10000).toFixed(2) + " 万元"; }
  function draw(box, option) {
    var chart = echarts.init(box, null, { renderer: "svg" });
    chart.setOption(option);
    window.addEventListener("resize", function () { chart.resize(); });
  }
  document.querySelectorAll("[data-sunburst]").forEach(function (box) {
    var offices = {}, heads = document.querySelectorAll("#" + box.dataset.sunburst + " thead th");
    rowsOf(box.dataset.sunburst).forEach(function (row) {
      var office = offices[row.dataset.office] || (offices[row.dataset.office] = { name: row.dataset.office, children: [] });
      var parts = Object.keys(colours).map(function (key, place) {
        return { name: heads[place + 2].textContent, value: Number(row.dataset[key]), itemStyle: { color: colours[key] } };
      });
      office.children.push({ name: row.dataset.line, children: parts.filter(function (part) { return part.value > 0; }) });
    });
    var data = Object.keys(offices).map(function (name) { return offices[name]; });
    draw(box, {
      animation: false, textStyle: text,
      color: ["#1d3f72", "#4f6f9f", "#7d5a9b", "#2b7a78", "#94623a", "#5c6b7a"],
      tooltip: { formatter: function (point) { return point.name + " " + wan(point.value); } },
      series: [{
        type: "sunburst", radius: ["12%", "95%"], data: data, sort: null, nodeClick: "rootToNode",
        label: { minAngle: 12, width: 96, overflow: "truncate" },
        levels: [{}, { r0: "12%", r: "42%", label: { color: "#fff" } }, { r0: "42%", r: "76%", label: { color: "#fff" } }, { r0: "76%", r: "95%", label: { show: false } }],
      }],
    });
  });
  document.querySelectorAll("[data-burn]").forEach(function (box) {
    var rows = rowsOf(box.dataset.burn);
    function line(name, key, colour) {
      return {
        name: name, type: "line", step: "end", symbol: "circle", symbolSize: 5, itemStyle: { color: colour }, lineStyle: { color: colour, width: 2 },
        data: rows.map(function (row) { return [row.dataset.day, Number(row.dataset[key]) / 10000]; }),
      };
    }
    draw(box, {
      animation: false, textStyle: text, legend: { top: 0, textStyle: { color: ink } },
      grid: { left: 8, right: 24, top: 48, bottom: 8, containLabel: true },
      tooltip: { trigger: "axis", valueFormatter: function (value) { return value.toFixed(2) + " 万元"; } },
      xAxis: { type: "time", axisLabel: { color: ink, hideOverlap: true } }, yAxis: { type: "value", min: 0, name: "万元", nameTextStyle: { color: ink }, axisLabel: { color: ink } },
      series: [line(box.dataset.free, "free", "#3d6cae"), line(box.dataset.spent, "spent", "#b06f12")],
    });
  });
})();
