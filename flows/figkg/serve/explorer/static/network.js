// The network of an entity's page, drawn by dash-cytoscape's React component, which is mounted without Dash.
"use strict";
{
  const place = document.getElementById("network");
  const status = document.getElementById("network-status");
  const chooser = document.getElementById("node");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const sheet = () => [
    {
      selector: "node",
      style: {
        label: "data(label)", color: colour("--ink"), "background-color": colour("--accent"), "font-size": 12,
        width: 22, height: 22, "text-valign": "bottom", "text-margin-y": 3, "text-wrap": "ellipsis", "text-max-width": 120,
        "text-background-color": colour("--ground"), "text-background-opacity": 0.75,
      },
    },
    { selector: "node[shape]", style: { shape: "data(shape)", "background-color": "data(colour)" } },
    { selector: "node[shape = 'round-rectangle']", style: { width: 30 } },
    {
      selector: "node.centre",
      style: { width: 34, height: 34, "font-weight": "bold", "border-width": 3, "border-color": colour("--ink") },
    },
    { selector: "node:selected", style: { "border-width": 3, "border-color": colour("--disputed") } },
    {
      selector: "edge",
      style: {
        width: "data(width)", "curve-style": "bezier", "arrow-scale": 1.5, "line-color": colour("--quiet"),
        "target-distance-from-node": 5,
        "target-arrow-color": colour("--quiet"),
      },
    },
    { selector: "edge.activates", style: { "target-arrow-shape": "triangle" } },
    { selector: "edge.inhibits", style: { "target-arrow-shape": "tee" } },
    { selector: "edge.inferred, edge.hedged", style: { "line-style": "dashed" } },
    {
      selector: "edge.contradicted",
      style: { "line-color": colour("--disputed"), "target-arrow-color": colour("--disputed") },
    },
  ];

  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let elements = JSON.parse(document.getElementById("elements")?.textContent ?? "[]");
  let properties = {
    id: "network-canvas", elements, stylesheet: sheet(), style: { width: "100%", height: "100%" },
    layout: { name: "cose", animate: !calm, animationDuration: 300, nodeDimensionsIncludeLabels: true, randomize: false,
      idealEdgeLength: 90, nodeRepulsion: 40000, nodeOverlap: 20, padding: 12, numIter: 1500 },
    minZoom: 0.2, maxZoom: 3, responsive: true,
  };
  const label = (name) => elements.find((one) => one.data.id === name)?.data.label ?? name;

  const list = () => {
    const chosen = chooser.value;
    const nodes = elements.filter((one) => !one.data.source);
    nodes.sort((one, other) => one.data.label.localeCompare(other.data.label));
    chooser.replaceChildren(...nodes.map((one) => new Option(one.data.label, one.data.id)));
    chooser.value = nodes.some((one) => one.data.id === chosen) ? chosen : place.dataset.centre;
  };

  // What the component tells: which node or edge was clicked.
  const heard = (told) => {
    if (told.tapNodeData) chooser.value = told.tapNodeData.id;
    if (told.tapEdgeData) location.assign(`/edge/${encodeURIComponent(told.tapEdgeData.id)}`);
  };

  const start = () => {
    const root = ReactDOM.createRoot(place);
    const draw = (changes = {}) => {
      properties = { ...properties, ...changes };
      root.render(React.createElement(dash_cytoscape.Cytoscape, { ...properties, setProps: heard }));
    };
    const expand = async () => {
      const name = chooser.value;
      status.textContent = "…";
      try {
        const answer = await fetch(`${place.dataset.address}${encodeURIComponent(name)}/network.json${place.dataset.filters}`);
        if (!answer.ok) throw new Error(await answer.text());
        const known = new Set(elements.map((one) => one.data.id));
        const added = (await answer.json()).filter((one) => !known.has(one.data.id));
        elements = [...elements, ...added];
        const edges = added.filter((one) => one.data.source).length;
        list();
        draw({ elements, layout: { ...properties.layout } });
        const drawn = elements.filter((one) => one.data.source).length;
        place.setAttribute("aria-label", `Network of ${drawn} edges`);
        status.textContent = edges === 1 ? `1 edge of ${label(name)} added` : `${edges} edges of ${label(name)} added`;
      } catch (error) {
        status.textContent = `not expanded: ${error.message}`;
      }
    };
    const save = (type) =>
      draw({
        generateImage: {
          type, action: "download", filename: `figkg-${place.dataset.centre.replace(":", "-")}`,
          options: { full: true, scale: 2, bg: colour("--ground") },
        },
      });

    list();
    draw();
    document.getElementById("expand").addEventListener("click", expand);
    document.getElementById("open").addEventListener("click", () => location.assign(`/entity/${encodeURI(chooser.value)}`));
    document.getElementById("png").addEventListener("click", () => save("png"));
    document.getElementById("svg").addEventListener("click", () => save("svg"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw({ stylesheet: sheet() }));
  };

  if (place) start();
}
