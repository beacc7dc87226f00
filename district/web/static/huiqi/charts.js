// Draws what a table beneath already says.
(function () {
  "use strict";
  var style = getComputedStyle(document.documentElement);
  var ink = style.getPropertyValue("--tblr-body-color") || "#1b2434";
  function rowsOf(id) { return Array.prototype.slice.call(document.querySelectorAll("#" + id + " tbody tr")); }
  function numbers(rows, key) { return rows.map(function (row) { return Number(row.dataset[key]); }); }
  function draw(box, option) {
    var chart = echarts.init(box, null, { renderer: "svg" });
    chart.setOption(Object.assign({
      animation: false, textStyle: { color: ink, fontSize: 14 }, grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
      legend: { top: 0, textStyle: { color: ink } },
    }, option));
    window.addEventListener("resize", function () { chart.resize(); });
  }

  // those who gain, those who lose and those of whom it is not known, a group of bars a row
  document.querySelectorAll("[data-chart]").forEach(function (box) {
    var rows = rowsOf(box.dataset.chart);
    draw(box, {
      xAxis: { type: "value", minInterval: 1, axisLabel: { color: ink } },
      yAxis: { type: "category", inverse: true, axisLabel: { color: ink }, data: rows.map(function (row) { return row.dataset.name; }) },
      series: [
        { name: box.dataset.gain, type: "bar", data: numbers(rows, "gains"), itemStyle: { color: "#2f7d4f" } },
        { name: box.dataset.lose, type: "bar", data: numbers(rows, "loses"), itemStyle: { color: "#b3372b" } },
        { name: box.dataset.unknown, type: "bar", data: numbers(rows, "unknown"), itemStyle: { color: "#8a94a6" } },
      ],
    });
  });

  // values of parameters: two make a grid of costs, else bars of cost and a line of how many, a value a bar
  document.querySelectorAll("[data-vary]").forEach(function (box) {
    var rows = rowsOf(box.dataset.vary);
    var values = rows.map(function (row) { return row.dataset.values.split("|"); });
    var costs = numbers(rows, "cost").map(function (yuan) { return Math.round(yuan / 100) / 100; });
    var label = { color: ink };
    var heads = Array.prototype.map.call(document.querySelectorAll("#" + box.dataset.vary + " thead th"), function (head) { return head.textContent; });
    function each(place) { return values.map(function (one) { return one[place]; }).filter(function (one, n, all) { return all.indexOf(one) === n; }); }
    if (values[0].length === 2 && each(0).length > 1 && each(1).length > 1) {
      draw(box, {
        grid: { left: 8, right: 24, top: 36, bottom: 88, containLabel: true }, legend: { show: false },
        xAxis: { type: "category", data: each(0), axisLabel: label, name: heads[0], nameLocation: "middle", nameGap: 28 },
        yAxis: { type: "category", data: each(1), axisLabel: label, name: heads[1], nameTextStyle: { align: "left" } },
        visualMap: { min: Math.min.apply(null, costs), max: Math.max.apply(null, costs), orient: "horizontal", left: "center", bottom: 0,
          text: [box.dataset.cost, ""], textStyle: label, inRange: { color: ["#eef3fb", "#a9c4ea", "#6f9be0"] } },
        series: [{ name: box.dataset.cost, type: "heatmap", label: { show: true, color: "#1b2434" }, itemStyle: { borderColor: "#fff", borderWidth: 2 },
          data: values.map(function (one, n) { return [one[0], one[1], costs[n]]; }) }],
      });
      return;
    }
    draw(box, {
      xAxis: { type: "category", axisLabel: label, data: rows.map(function (row) { return row.dataset.name; }) },
      yAxis: [{ type: "value", axisLabel: label }, { type: "value", minInterval: 1, axisLabel: label, splitLine: { show: false } }],
      series: [
        { name: box.dataset.cost, type: "bar", barMaxWidth: 56, data: costs, itemStyle: { color: "#2a5db0" } },
        { name: box.dataset.eligible, type: "line", yAxisIndex: 1, data: numbers(rows, "eligible"), itemStyle: { color: "#c77700" } },
      ],
    });
  });
})();
