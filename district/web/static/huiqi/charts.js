// Draws what a table beneath already says: bars of those who gain and those who lose, one pair a row.
(function () {
  "use strict";
  document.querySelectorAll("[data-chart]").forEach(function (box) {
    var rows = Array.prototype.slice.call(document.querySelectorAll("#" + box.dataset.chart + " tbody tr"));
    var style = getComputedStyle(document.documentElement);
    var ink = style.getPropertyValue("--tblr-body-color") || "#1b2434";
    var chart = echarts.init(box, null, { renderer: "svg" });
    function numbers(key) { return rows.map(function (row) { return Number(row.dataset[key]); }); }
    chart.setOption({
      animation: false, textStyle: { color: ink, fontSize: 14 }, grid: { left: 8, right: 24, top: 32, bottom: 8, containLabel: true },
      legend: { top: 0, textStyle: { color: ink } },
      xAxis: { type: "value", minInterval: 1, axisLabel: { color: ink } },
      yAxis: { type: "category", inverse: true, axisLabel: { color: ink }, data: rows.map(function (row) { return row.dataset.name; }) },
      series: [
        { name: box.dataset.gain, type: "bar", data: numbers("gains"), itemStyle: { color: "#2f7d4f" } },
        { name: box.dataset.lose, type: "bar", data: numbers("loses"), itemStyle: { color: "#b3372b" } },
      ],
    });
    window.addEventListener("resize", function () { chart.resize(); });
  });
})();
