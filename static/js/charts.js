// Draws radar and trend with the chart library from the numbers of the table beside them, so that both say the same.
// Without it, and on paper, the page's own drawing of the same numbers stays.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.echarts) return;
  const styles = getComputedStyle(document.documentElement);
  const ink = (name) => styles.getPropertyValue(`--${name}`).trim();
  const font = getComputedStyle(document.body).fontFamily;
  const words = (size, colour = ink("ink-3"), weight = 400) => ({ fontFamily: font, fontSize: size, color: colour, fontWeight: weight });
  const tip = {
    renderMode: "richText", confine: true, backgroundColor: ink("sheet"), borderColor: ink("rule"), padding: [6, 10],
    textStyle: words(13, ink("ink")),
  };
  const cells = (table) => [...table.tBodies[0].rows].map((row) => [...row.cells]);
  const number = (cell) => (cell && cell.dataset.value ? Number(cell.dataset.value) : null);
  const text = (cell) => cell.textContent.trim();

  const radar = (table) => {
    const found = cells(table); // the library goes round against the clock
    const rows = [found[0], ...found.slice(1).reverse()];
    const heads = [...table.tHead.rows[0].cells].slice(1).map(text);
    const looks = [
      { lineStyle: { color: ink("police"), width: 2 }, areaStyle: { color: ink("police"), opacity: .09 }, symbol: "circle", symbolSize: 6 },
      { lineStyle: { color: ink("ink-2"), width: 1.25, type: "dashed" }, symbol: "none" },
    ];
    const data = heads.map((name, place) => ({
      name, value: rows.map((row) => number(row[place + 1])), itemStyle: { color: ink("police") }, ...looks[place],
    }));
    const line = number(table);
    if (line) data.push({ value: rows.map(() => line), symbol: "none", lineStyle: { color: ink("warn"), width: 1, type: [3, 3] }, tooltip: { show: false }, silent: true });
    return {
      aria: { enabled: true }, animation: false,
      tooltip: { ...tip, formatter: (item) => [item.name, ...found.map((row, at) => `${text(row[0])}　${text(row[heads.indexOf(item.name) + 1] || row[1])}`)].join("\n") },
      radar: {
        radius: "64%", center: ["50%", "54%"], splitNumber: 3, axisNameGap: 6, splitArea: { show: false },
        splitLine: { lineStyle: { color: ink("rule") } }, axisLine: { lineStyle: { color: ink("rule-2") } },
        indicator: rows.map((row) => ({ name: `{n|${text(row[0])}}\n{v|${text(row[1])}}`, min: .4, max: 1 })),
        axisName: { rich: { n: words(13, ink("ink"), 700), v: words(11) }, lineHeight: 15 },
      },
      series: [{ type: "radar", data }],
    };
  };

  const trend = (table) => {
    const rows = cells(table);
    const totals = rows.map((row) => number(row[1]));
    const lines = [...table.querySelectorAll("tfoot tr")].map((row) => ({ name: text(row.cells[0]), yAxis: number(row.cells[1]) }));
    const near = lines.filter((line) => line.yAxis >= Math.min(...totals) - 12 && line.yAxis <= Math.max(...totals) + 12);
    const all = [...totals, ...near.map((line) => line.yAxis)];
    return {
      aria: { enabled: true }, animation: false, grid: { left: 22, right: 58, top: 26, bottom: 40 },
      tooltip: { ...tip, trigger: "axis", axisPointer: { lineStyle: { color: ink("rule") } },
        formatter: ([item]) => rows[item.dataIndex].map(text).join("　") },
      xAxis: { type: "category", boundaryGap: false, data: rows.map((row) => row[0].dataset.short), axisTick: { show: false },
        axisLine: { show: false }, axisLabel: { ...words(11), interval: 0, lineHeight: 14 } },
      yAxis: { type: "value", show: false, min: Math.min(...all) - 4, max: Math.max(...all) + 4 },
      series: [{
        type: "line", symbol: "rect", symbolSize: 10, lineStyle: { color: ink("ink"), width: 1.25 },
        data: rows.map((row, at) => ({ value: totals[at], itemStyle: { color: ink(`c-${row[2].dataset.colour}`) },
          label: { show: true, position: "top", formatter: totals[at].toFixed(1), ...(at === rows.length - 1 ? words(13, ink("ink"), 700) : words(11)) } })),
        markLine: { silent: true, symbol: "none", lineStyle: { color: ink("ink-3"), type: [2, 3], width: 1 },
          label: { formatter: "{b}", position: "end", ...words(11) }, data: near },
      }],
    };
  };

  const kinds = { radar, trend };
  document.querySelectorAll("table[data-chart]").forEach((table) => {
    const place = document.createElement("div");
    place.className = `chart is-${table.dataset.chart}`;
    place.setAttribute("aria-hidden", "true"); // the table says the same to who cannot see it
    table.before(place);
    const chart = window.echarts.init(place, null, { renderer: "svg", locale: document.documentElement.lang === "en" ? "EN" : "ZH" });
    chart.setOption(kinds[table.dataset.chart](table));
    table.parentElement.classList.add("has-chart");
    new ResizeObserver(() => chart.resize()).observe(place);
  });
});
