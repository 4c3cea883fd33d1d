// Payments and withdrawals over time: bars for one subject, a line of dots per member for a ring.
"use strict";

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;

(() => {
  const place = document.getElementById("timeline");
  if (!place) return;
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  // Days before months and hours to twenty-four, as both languages are written in Indonesia.
  const language = document.documentElement.lang === "en" ? "en-GB" : "id-ID";
  const text = { color: token("--ink-soft"), fontFamily: "Inter, sans-serif", fontSize: 12 };
  const colour = { in: token("--money-in"), out: token("--money-out"), none: token("--thing") };
  const narrow = place.clientWidth < 480;

  // What a payment credits, the account books once more: of the two only the payment is drawn.
  const drawn = (events) => {
    const paid = new Set(events.filter((one) => one.at && one.event && one.direction === "in").map((one) => `${one.who}|${one.at}|${one.amount}`));
    const seen = new Set();
    return events.filter((one) => {
      const key = `${one.who}|${one.at}|${one.amount}|${one.direction}`;
      if (one.direction === "in" && seen.has(key) && paid.has(`${one.who}|${one.at}|${one.amount}`)) return false;
      seen.add(key);
      return one.direction !== "none";
    });
  };

  const dated = (moment) => {
    const date = new Date(moment);
    const written = (shown) => new Intl.DateTimeFormat(language, shown).format(date);
    const newYear = !narrow && date.getMonth() === 0 && date.getDate() === 1;
    const day = written({ day: "numeric", month: "short", year: newYear ? "numeric" : undefined });
    const whole = date.getHours() === 0 && date.getMinutes() === 0;
    return whole ? day : `${written({ hour: "2-digit", minute: "2-digit" })}\n${day}`;
  };
  const money = (data) => {
    const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
    return (value) => (value === 0 ? "0" : `${data.symbol}${short.format(Math.abs(value) / data.unit)}`);
  };
  const told = (one) => `${one.when}\n${one.event}: ${one.written}`;

  // Some air before the first event and after the last: no mark is cut by the edge.
  const span = (events) => {
    const times = events.map((one) => Date.parse(one.at));
    const air = Math.max(2 * DAY, (Math.max(...times) - Math.min(...times)) * 0.03);
    return { min: Math.min(...times) - air, max: Math.max(...times) + air };
  };

  const common = (shown) => ({
    animation: false,
    textStyle: text,
    color: shown.map(([direction]) => colour[direction]),
    legend: { data: shown.map(([, name]) => name), top: 0, right: 0, textStyle: text, itemWidth: 12, itemHeight: 12, selectedMode: shown.length > 1 },
    tooltip: { renderMode: "richText", trigger: "item", formatter: (point) => point.data.told },
    grid: { left: 8, right: 16, top: 34, bottom: 8, containLabel: true },
    xAxis: { type: "time", splitNumber: narrow ? 3 : 6, axisLabel: { ...text, lineHeight: 16, hideOverlap: true, formatter: dated }, axisLine: { onZero: true, lineStyle: { color: token("--line-strong") } } },
  });

  // Money in stands above the line and money out below it; where there is only one of them, it stands above.
  const bars = (data, events) => {
    const shown = [["in", data.in], ["out", data.out]].filter(([direction]) => events.some((one) => one.direction === direction));
    const sign = (direction) => (direction === "out" && shown.length > 1 ? -1 : 1);
    const series = ([direction, name]) => ({
      name, type: "bar", barWidth: narrow ? 4 : 7, barGap: "-100%", itemStyle: { borderRadius: sign(direction) > 0 ? [3, 3, 0, 0] : [0, 0, 3, 3] },
      data: events.filter((one) => one.direction === direction).map((one) => ({ value: [one.at, sign(direction) * one.amount], told: told(one) })),
    });
    const options = common(shown);
    return { ...options, xAxis: { ...options.xAxis, ...span(events) }, yAxis: { type: "value", splitNumber: 4, axisLabel: { ...text, formatter: money(data) }, splitLine: { lineStyle: { color: token("--line") } } }, series: shown.map(series) };
  };

  // The three days after money came in on which most members move; the latest of such days.
  const busiest = (events) => {
    const paid = events.filter((one) => one.direction === "in");
    const starts = [...new Set((paid.length ? paid : events).map((one) => Date.parse(one.at)))].sort((a, b) => b - a);
    const moving = (from) => new Set(events.filter((one) => Date.parse(one.at) >= from && Date.parse(one.at) < from + 3 * DAY).map((one) => one.who)).size;
    const counts = starts.map(moving);
    return starts[counts.indexOf(Math.max(...counts))];
  };

  // A ring shows itself in minutes: begin where most members move, the slider leads to the rest.
  const closeUp = (events) => {
    const start = busiest(events);
    const shown = events.map((one) => Date.parse(one.at)).filter((moment) => moment >= start && moment < start + 3 * DAY);
    const from = start - 6 * HOUR;
    const until = Math.max(...shown, start + 18 * HOUR) + 6 * HOUR;
    const slider = { type: "slider", height: 18, bottom: 4, showDetail: false, showDataShadow: false, borderColor: token("--line-strong"), fillerColor: "rgba(15, 82, 89, 0.18)", handleStyle: { borderColor: token("--accent") } };
    return { grid: { left: 8, right: 22, top: 34, bottom: 48, containLabel: true }, dataZoom: [{ ...slider, startValue: from, endValue: until }, { type: "inside", zoomOnMouseWheel: "ctrl" }] };
  };

  const dots = (data, events) => {
    const members = [...new Set(events.map((one) => one.who))].sort().slice(0, 60);
    const most = Math.max(1, ...events.map((one) => one.amount));
    const series = (direction, name, symbol) => ({
      name, type: "scatter", symbol, symbolSize: (value) => 7 + 10 * Math.sqrt(value[2] / most), itemStyle: { opacity: 0.8 },
      data: events.filter((one) => one.direction === direction && members.includes(one.who)).map((one) => ({ value: [one.at, one.who, one.amount], told: `${one.who.split(":")[1]}\n${told(one)}` })),
    });
    place.classList.toggle("tall", members.length > 12);
    const options = common([["in", data.in], ["out", data.out]]);
    return { ...options, ...closeUp(events), xAxis: { ...options.xAxis, ...span(events) }, yAxis: { type: "category", data: members, inverse: true, axisLabel: { ...text, width: 110, overflow: "truncate", formatter: (who) => who.split(":")[1] }, splitLine: { show: true, lineStyle: { color: token("--line") } } }, series: [series("in", data.in, "circle"), series("out", data.out, "triangle")] };
  };

  const draw = (data) => {
    const events = drawn(data.events);
    if (!events.length) { place.textContent = place.dataset.none; place.classList.remove("chart"); return; }
    const options = data.ring ? dots(data, events) : bars(data, events);
    const chart = echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(options);
    place.dataset.drawn = events.length;
    place.chart = chart;
    new ResizeObserver(() => chart.resize()).observe(place);
  };

  fetch(place.dataset.source).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status))).then(draw, () => { place.textContent = place.dataset.failed; place.classList.remove("chart"); });
})();
