// The ring as a graph: drag, select, expand; links with an innocent explanation are dimmed.
"use strict";

(() => {
  const place = document.getElementById("ring");
  if (!place) return;
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const detail = document.getElementById("ring-detail");
  const expand = document.getElementById("ring-expand");
  const collapse = document.getElementById("ring-collapse");
  const hint = detail.innerHTML;
  const shapes = { recipient: "ellipse", agent: "round-rectangle", official: "hexagon", thing: "diamond" };
  const colours = { suspect: token("--suspect"), harmed: token("--harmed"), unclear: token("--unclear"), none: token("--thing") };
  let graph = null;

  const elements = (data) => [
    ...data.nodes.map((node) => ({ group: "nodes", data: { ...node, shape: shapes[node.kind], colour: colours[node.role] }, classes: node.kind === "thing" ? "thing" : "subject" })),
    ...data.edges.map((edge) => ({ group: "edges", data: { ...edge, id: `${edge.source}|${edge.target}` }, classes: edge.benign ? "benign" : "" })),
  ];

  const style = [
    { selector: "node", style: { shape: "data(shape)", "background-color": "data(colour)", width: 28, height: 28, label: "data(label)", "font-size": 11, "font-family": "Inter, sans-serif", color: token("--ink"), "text-valign": "bottom", "text-margin-y": 4, "text-background-color": "#fbfaf6", "text-background-opacity": 0.85, "text-background-padding": 1, "min-zoomed-font-size": 7 } },
    { selector: "node.thing", style: { "background-color": "#ffffff", "border-width": 2, "border-color": token("--thing"), width: 20, height: 20, color: token("--ink-soft") } },
    { selector: 'node[kind = "agent"], node[kind = "official"]', style: { width: 34, height: 34, "font-weight": 600 } },
    { selector: "edge", style: { width: 1.6, "line-color": "#8b8577", "curve-style": "straight", opacity: 0.85 } },
    { selector: "edge.benign", style: { "line-style": "dashed", "line-color": token("--benign"), opacity: 0.35, width: 1.2 } },
    { selector: "node.own", style: { "border-width": 3, "border-color": token("--ink"), "font-weight": 700 } },
    { selector: "node:selected", style: { "border-width": 4, "border-color": "#c97a12" } },
    { selector: ".far", style: { opacity: 0.18 } },
    { selector: ".hidden", style: { display: "none" } },
  ];

  // Things in the middle, subjects around them: a start from which the layout always ends the same.
  const settle = (fresh) => {
    const nodes = graph.nodes();
    nodes.forEach((node, index) => {
      if (!fresh.has(node.id())) return;
      const angle = (2 * Math.PI * index) / nodes.length;
      const radius = node.hasClass("thing") ? 90 : 220;
      node.position({ x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
    });
    graph.layout({ name: "cose", randomize: false, animate: false, fit: true, padding: 28, nodeRepulsion: () => 60000, idealEdgeLength: () => 95, nodeOverlap: 30, componentSpacing: 60, gravity: 0.4, numIter: 800 }).run();
  };

  const tell = (node) => {
    detail.replaceChildren();
    const add = (tag, text, parent = detail) => {
      const part = document.createElement(tag);
      part.textContent = text;
      parent.append(part);
      return part;
    };
    add("h3", node.data("label"));
    add("p", node.data("about")).className = "faint";
    if (node.data("href")) {
      const link = document.createElement("a");
      link.href = encodeURI(node.data("href"));
      link.textContent = `${detail.dataset.open} ${node.data("label")}`;
      add("p", "").append(link);
    }
    const list = document.createElement("ul");
    const seen = new Set();
    node.connectedEdges().forEach((edge) => {
      const line = edge.data("text") + (edge.data("why") ? ` – ${edge.data("why")}` : "");
      if (seen.has(line) || seen.size >= 12) return;
      seen.add(line);
      add("li", line, list).className = edge.data("benign") ? "why" : "";
    });
    if (seen.size) detail.append(list);
    else if (!node.hasClass("thing")) add("p", detail.dataset.alone);
  };

  const select = (node) => {
    graph.elements().addClass("far");
    node.closedNeighborhood().removeClass("far");
    node.neighborhood().closedNeighborhood().removeClass("far");
    expand.disabled = node.hasClass("thing");
    tell(node);
  };

  const release = () => {
    graph.elements().removeClass("far");
    expand.disabled = true;
    detail.innerHTML = hint;
  };

  const grow = async () => {
    const node = graph.$("node:selected").first();
    if (node.empty() || node.hasClass("thing")) return;
    const answer = await fetch(`${encodeURI(node.data("href"))}/neighbours.json`);
    if (!answer.ok) return;
    const known = new Set(graph.elements().map((part) => part.id()));
    const data = await answer.json();
    const added = elements(data).filter((part) => !known.has(part.data.id));
    graph.add(added).addClass("added");
    collapse.disabled = graph.$(".added").empty();
    settle(new Set(added.map((part) => part.data.id)));
    document.getElementById("ring-more").textContent = data.more;
    place.dataset.nodes = graph.nodes().length;
    select(graph.getElementById(node.id()));
  };

  const shrink = () => {
    graph.$(".added").remove();
    collapse.disabled = true;
    place.dataset.nodes = graph.nodes().length;
    release();
    graph.fit(undefined, 28);
  };

  const open = (node) => { if (node.data("href")) window.location.assign(encodeURI(node.data("href"))); };

  const draw = (data) => {
    graph = cytoscape({ container: place, elements: elements(data), style, layout: { name: "preset" }, wheelSensitivity: 0.3, maxZoom: 2.5, minZoom: 0.15, userZoomingEnabled: true });
    settle(new Set(data.nodes.map((node) => node.id)));
    graph.getElementById(place.dataset.self).addClass("own");
    document.getElementById("ring-more").textContent = data.more;
    graph.on("tap", "node", (event) => select(event.target));
    graph.on("dbltap", "node", (event) => open(event.target));
    graph.on("tap", (event) => { if (event.target === graph) release(); });
    place.dataset.nodes = graph.nodes().length;
    place.ring = graph;
  };

  expand.addEventListener("click", grow);
  collapse.addEventListener("click", shrink);
  document.getElementById("ring-fit").addEventListener("click", () => graph.fit(undefined, 28));
  document.getElementById("ring-benign").addEventListener("change", (event) => graph.$("edge.benign").toggleClass("hidden", !event.target.checked));
  fetch(place.dataset.source).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status))).then(draw, () => { place.dataset.nodes = "0"; });
})();
