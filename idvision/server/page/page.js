"use strict";
// Nothing here writes markup: texts go in as text, so that what a card says can do nothing.

const DECISIONS = { accept: "Accept · 通过", review: "Review · 人工复核", reject: "Photograph again · 重新拍摄" };
const DEFECTS = ["blur", "glare", "occlusion", "incomplete", "exposure"];
const COPIES = ["screen", "photocopy", "edited"];
const REASONS = { exposure: ["too_dark", "overexposed"], screen: ["screen_recapture"] }; // Where they have other names.
const HEAT = ["blur", "glare", "occlusion"];
const SVG = "http://www.w3.org/2000/svg";

const at = (id) => document.getElementById(id);
let key = ""; // In memory only.
let last = null; // The photo that was sent last.
let shown = ""; // Its address within this page.
let turn = 0; // Counts what was sent, so that a late answer is not shown over a newer one.

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function drawing(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

function say(text, bad = false) {
  at("status").textContent = text;
  at("status").classList.toggle("bad", bad);
}

async function send(photo) {
  if (!photo) return;
  last = photo;
  const mine = ++turn;
  say("Reading … 正在识别");
  at("result").hidden = true;
  let answer, content;
  try {
    answer = await fetch("/v1/shapes", {
      method: "POST",
      body: photo,
      headers: { "Content-Type": photo.type || "application/octet-stream", ...(key && { Authorization: `Bearer ${key}` }) },
      credentials: "omit",
    });
    content = await answer.json();
  } catch (_) {
    if (mine === turn) say("The server does not answer. 服务器没有响应。", true);
    return;
  }
  if (mine !== turn) return;
  if (answer.status === 401) {
    at("key-row").hidden = false;
    at("key").focus();
    say(key ? "The server does not know this key. 密钥不正确。" : "A key is wanted. 需要密钥。", true);
  } else if (!answer.ok) {
    say(`${content.error.message} (${content.error.code})`, true);
  } else {
    say("");
    show(photo, content);
  }
}

function show(photo, shapes) {
  const native = shapes.native;
  URL.revokeObjectURL(shown);
  shown = URL.createObjectURL(photo);
  at("photo").src = shown;
  at("verdict").className = native.verdict.decision;
  at("decision").textContent = DECISIONS[native.verdict.decision] || native.verdict.decision;
  at("prompt-zh").textContent = native.verdict.prompt.zh;
  at("prompt-en").textContent = native.verdict.prompt.en;
  at("reasons").textContent = native.verdict.reasons.join("  ");
  at("stage").querySelector("svg")?.remove();
  at("stage").append(overlay(native));
  at("cards").replaceChildren(...native.cards.map(card));
  tabs(shapes);
  at("result").hidden = false;
}

function overlay(native) {
  const { width, height } = native.image;
  const svg = drawing("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none" });
  native.cards.forEach((found, place) => {
    svg.append(polygon(found.quad, "quad", `card-${place}`));
    for (const [name, field] of Object.entries(found.fields)) {
      if (!field.quad) continue;
      for (const shade of heat(field.quad, found.quality.field_defects[name] || {})) svg.append(shade);
      svg.append(polygon(field.quad, field.problems.length ? "field problem" : "field", `field-${place}-${name}`));
    }
    const [x, y] = found.quad[0];
    const size = Math.max(width, height) / 30;
    const label = drawing("text", { x, y: y - size / 4, class: "number", "font-size": size, "stroke-width": size / 6 });
    label.textContent = place + 1;
    svg.append(label);
  });
  return svg;
}

function polygon(points, name, id) {
  return drawing("polygon", { points: points.map((point) => point.join(",")).join(" "), class: name, ...(id && { id }) });
}

// Shades a field by how far each defect touches it.
function heat(quad, defects) {
  return HEAT.filter((name) => defects[name] > 0.02).map((name) => {
    const shade = polygon(quad, `heat ${name}`);
    shade.setAttribute("fill-opacity", Math.min(0.75, 0.12 + 0.7 * defects[name]).toFixed(2));
    return shade;
  });
}

function percent(share) {
  return `${Math.round(100 * share)} %`;
}

function bars(found) {
  const worst = [...DEFECTS.map((name) => [name, found.quality[name]]), ...COPIES.map((name) => [name, found.reproduction[name]])];
  const box = element("div", { className: "bars" });
  for (const [name, share] of worst) {
    const bar = element("meter", { min: 0, max: 1, value: share });
    bar.setAttribute("aria-label", name);
    const bad = (REASONS[name] || [name]).some((reason) => found.verdict.reasons.includes(reason));
    box.append(element("span", { textContent: name, className: bad ? "bad" : "" }), bar, element("span", { textContent: percent(share) }));
  }
  return box;
}

function card(found, place) {
  const { type, side, confidence } = found.document;
  const rows = Object.entries(found.fields).map(([name, field]) => row(name, field, found.quality.field_defects[name], place));
  return element(
    "article",
    { className: "document" },
    element("h3", { textContent: `${place + 1}  ${type} · ${side}` }),
    element("p", { className: "meta", textContent: `${percent(confidence)} sure of the kind; ${found.verdict.decision}` }),
    bars(found),
    element("table", {}, element("tbody", {}, ...rows)),
    ...(found.mrz ? [element("p", { className: "meta", textContent: found.mrz.lines.join("\n") })] : []),
  );
}

function row(name, field, defects, place) {
  const value = element("td", { textContent: field.value || field.raw || "–" });
  const spoilt = Object.entries(defects || {}).filter(([, share]) => share > 0.02);
  const problems = [...field.problems, ...spoilt.map(([defect, share]) => `${defect} ${percent(share)}`)];
  if (problems.length) value.append(element("span", { className: "problems", textContent: problems.join(", ") }));
  const made = element("tr", {}, element("th", { textContent: name, scope: "row" }), value,
    element("td", { className: "sure", textContent: percent(field.confidence) }));
  const mark = (on) => at(`field-${place}-${name}`)?.classList.toggle("chosen", on);
  made.addEventListener("mouseenter", () => mark(true));
  made.addEventListener("mouseleave", () => mark(false));
  return made;
}

function tabs(shapes) {
  const buttons = Object.keys(shapes).map((name) => {
    const button = element("button", { type: "button", textContent: name });
    button.setAttribute("role", "tab");
    button.addEventListener("click", () => choose(button, shapes[name]));
    return button;
  });
  at("tabs").replaceChildren(...buttons);
  choose(buttons[0], shapes[buttons[0].textContent]);
}

function indented(shape) {
  // A point on one line; no text holds a line break as it is.
  return JSON.stringify(shape, null, 2).replace(/\[\n\s+(-?[\d.]+),\n\s+(-?[\d.]+)\n\s+\]/g, "[$1, $2]");
}

function choose(button, shape) {
  for (const one of at("tabs").children) one.setAttribute("aria-selected", String(one === button));
  const absent = "This service has no call for what the photo shows.";
  at("shape").textContent = shape === null ? absent : typeof shape === "string" ? shape : indented(shape);
}

for (const id of ["file", "camera"]) {
  at(id).addEventListener("change", (event) => {
    send(event.target.files[0]);
    event.target.value = "";
  });
}
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    at("drop").classList.toggle("over", name === "dragover");
    if (name === "drop") send(event.dataTransfer.files[0]);
  });
}
document.addEventListener("paste", (event) => send(event.clipboardData.files[0]));
at("again").addEventListener("click", () => {
  key = at("key").value.trim();
  send(last);
});
at("key").addEventListener("keydown", (event) => {
  if (event.key === "Enter") at("again").click();
});
