"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const page = document.getElementById("page");
  // A run that has not ended sends what changes; the report of one that has ended lacks this member.
  const live = data.live;
  const ROW = 58;
  const MOST_REQUESTS = 1000;
  const UNUSED = live ? "not used yet" : "unused";
  const TABS = [
    ["overview", "Overview"], ...(live ? [["requests", "Requests"]] : []), ["recordings", "Recordings"], ["misses", "Misses"], ["changes", "Changes"],
    ["unused", "Unused"], ["tests", "Tests"], ...((data.checks || []).length ? [["checks", "Check"]] : [])];

  // ---- elements: text only ever gets in as text nodes -------------------------------------------------------------

  function el(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) {
        continue;
      }
      if (key.startsWith("on")) {
        node.addEventListener(key.slice(2), value);
      } else {
        node.setAttribute(key, value === true ? "" : String(value));
      }
    }
    add(node, children);
    return node;
  }

  function add(node, children) {
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined && child !== false && child !== "") {
        node.append(child instanceof Node ? child : document.createTextNode(String(child)));
      }
    }
    return node;
  }

  function svg(name, attributes) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, String(value)));
    return node;
  }

  const number = (n) => (n || 0).toLocaleString("en");
  const many = (n, noun, nouns) => number(n) + " " + (n === 1 ? noun : nouns || noun + "s");

  function time(millis) {
    if (millis < 1000) {
      return Math.round(millis) + " ms";
    }
    const seconds = millis / 1000;
    if (seconds < 60) {
      return seconds.toFixed(1) + " s";
    }
    return Math.floor(seconds / 60) + " min " + Math.round(seconds % 60) + " s";
  }

  // ---- the data ---------------------------------------------------------------------------------------------------

  const rows = [];
  const misses = [];
  const causes = [];
  const changes = [];
  const bodies = data.runs.map((run) => new Map(Object.entries(run.bodies || {})));
  const severalRuns = new Set(data.runs.map((run) => run.module)).size > 1;
  const totals = {};
  let saved;
  let testRows;

  function derive() {
    [rows, misses, causes, changes].forEach((list) => { list.length = 0; });
    testRows = undefined;
    const byFile = new Map();
    data.runs.forEach((run, at) => {
      ungroup(run);
      run.recordings.forEach((row) => {
        row.run = at;
        const known = byFile.get(run.link + row.path);
        if (known) {
          merge(known, row);
          return;
        }
        byFile.set(run.link + row.path, row);
        row.host = host(row);
        row.words = row.words || [row.path, row.test, row.title, row.model, row.url || row.endpoint, row.said, run.module]
          .concat((row.by || []).map((each) => each.test)).join("\n").toLowerCase();
        rows.push(row);
      });
      run.misses.forEach((miss) => {
        miss.run = at;
        miss.words = miss.words
          || [miss.test, miss.endpoint, miss.why, miss.id, JSON.stringify(miss.body || "")].join("\n").toLowerCase();
        misses.push(miss);
      });
      run.causes.forEach((cause) => {
        cause.run = at;
        cause.all = cause.misses.map((id) => run.misses.find((miss) => miss.id === id)).filter(Boolean);
        cause.all.forEach((miss) => { miss.cause = cause; });
        causes.push(cause);
      });
      run.changes.forEach((change) => {
        change.run = at;
        change.row = run.recordings.find((row) => row.path === change.path) || {};
        change.words = [change.path, change.row.words, change.differences.join("\n")].join("\n").toLowerCase();
        changes.push(change);
      });
    });
    rows.sort((a, b) => compare(a.test || "\uffff", b.test || "\uffff") || compare(a.path, b.path));
    changes.sort((a, b) => compare(a.kind, b.kind) || compare(a.path, b.path));
    ["served", "missed", "blocked", "live"].forEach((name) => { totals[name] = sum((run) => run.counts[name]); });
    ["new", "unused"].forEach((name) => { totals[name] = rows.filter((row) => row.state === name).length; });
    saved = { input: 0, output: 0, millis: 0, requests: 0, timed: 0 };
    rows.forEach((row) => {
      const times = row.served || 0;
      saved.requests += times;
      saved.input += times * (row.input || 0);
      saved.output += times * (row.output || 0);
      saved.millis += times * (row.millis || 0);
      saved.timed += row.millis ? times : 0;
    });
  }

  // Unused recordings of one test and endpoint share these.
  function ungroup(run) {
    (run.unused || []).forEach(({ test, method, endpoint, paths }) => paths.forEach((path) => {
      run.recordings.push({ path, test, method, endpoint, served: 0, state: "unused" });
    }));
    delete run.unused;
  }

  // Two runs of one build may have used one directory: each recording is shown once.
  function merge(known, row) {
    const rank = ["", "unused", "unchanged", "served", "changed", "new"];
    const state = rank[Math.max(rank.indexOf(known.state), rank.indexOf(row.state))];
    const by = (known.by || []).concat(row.by || []);
    const served = known.served + row.served;
    if (row.file !== undefined || row.state === "changed") {
      Object.assign(known, row);
    }
    Object.assign(known, { state, served });
    if (by.length) {
      known.by = by;
    }
  }

  function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  function host(row) {
    try {
      return new URL(row.url).host || row.dialect || "";
    } catch (notAnUrl) {
      return row.dialect || "";
    }
  }

  function sum(of) {
    return data.runs.reduce((all, run) => all + (of(run) || 0), 0);
  }

  const ran = data.runs.some((run) => run.mode !== "no run");
  derive();

  // ---- bodies that stand in files beside the page -----------------------------------------------------------------

  const loading = new Map();

  // Called by the data files, which are scripts because a page from disk may not read other files.
  window.recorderData = (more) => {
    const run = document.currentScript.recorderRun;
    Object.entries(more).forEach(([path, body]) => bodies[run].set(path, body));
  };

  function load(run, file) {
    const name = data.runs[run].files[file];
    if (!loading.has(name)) {
      loading.set(name, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.recorderRun = run;
        script.src = name.split("/").map(encodeURIComponent).join("/");
        script.onload = done;
        script.onerror = () => failed(new Error(name));
        document.head.append(script);
      }));
    }
    return loading.get(name);
  }

  async function fetched(what) {
    const response = await fetch("recorder/page/" + what);
    if (!response.ok) {
      throw new Error(what);
    }
    return response.json();
  }

  async function body(row) {
    if (live && !bodies[row.run].has(row.path)) {
      bodies[row.run].set(row.path, await fetched("recording?path=" + encodeURIComponent(row.path)));
    }
    if (!bodies[row.run].has(row.path) && row.file !== undefined && data.runs[row.run].files.length > row.file) {
      await load(row.run, row.file);
    }
    return bodies[row.run].get(row.path);
  }

  // ---- the place in the page is the fragment ----------------------------------------------------------------------

  const state = { tab: "overview", q: "", request: "", recording: "", miss: "", change: "", check: "" };

  function read() {
    const wanted = { tab: "", q: "", request: "", recording: "", miss: "", change: "", check: "" };
    for (const piece of location.hash.slice(1).split("&")) {
      const equals = piece.indexOf("=");
      const key = equals < 0 ? "tab" : piece.slice(0, equals);
      if (key in wanted) {
        wanted[key] = decoded(equals < 0 ? piece : piece.slice(equals + 1));
      }
    }
    const found = TABS.some(([tab]) => tab === wanted.tab) ? wanted.tab : "";
    wanted.tab = found || ((wanted.recording || wanted.q) && "recordings") || (wanted.miss && "misses")
      || (wanted.change && "changes") || (wanted.check && (data.checks || []).length && "checks") || (live && "requests") || (misses.length ? "misses" : changes.length ? "changes" : "overview");
    Object.assign(state, wanted);
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (notEncoded) {
      return text;
    }
  }

  function fragment(next) {
    const pieces = Object.entries(next).filter(([, value]) => value);
    return "#" + pieces.map(([key, value]) => key + "=" + encodeURIComponent(value)).join("&");
  }

  function go(next, replace) {
    const hash = fragment(next);
    if (replace) {
      history.replaceState(null, "", hash);
      read();
      render();
    } else if (location.hash === hash) {
      render();
    } else {
      location.hash = hash;
    }
  }

  function filterLink(q, tab) {
    return fragment({ tab: tab || "recordings", q });
  }

  // ---- the filter -------------------------------------------------------------------------------------------------

  const FIELDS = {
    test: (row) => [row.test].concat((row.by || []).map((each) => each.test)).join("\n"),
    service: (row) => row.host || "",
    model: (row) => row.model || "",
    status: (row) => [row.status, row.state, row.id ? "missed" : ""].join("\n"),
    state: (row) => row.state || "",
    endpoint: (row) => row.url || row.endpoint || "",
    kind: (row) => row.kind || "",
    path: (row) => row.path || "",
    module: (row) => data.runs[row.run].module,
  };

  function terms(q) {
    return (q.match(/-?(?:[a-z]+:)?"[^"]*"?|\S+/gi) || []).map((term) => {
      const not = term.startsWith("-") && term.length > 1;
      const rest = not ? term.slice(1) : term;
      const colon = rest.indexOf(":");
      const field = colon > 0 && Object.hasOwn(FIELDS, rest.slice(0, colon)) ? rest.slice(0, colon) : "";
      const value = (field ? rest.slice(colon + 1) : rest).replace(/"/g, "").toLowerCase();
      return { not, field, value };
    });
  }

  function filtered(items, q) {
    const wanted = terms(q);
    return wanted.length === 0 ? items : items.filter((item) => wanted.every(({ not, field, value }) => {
      const place = field ? FIELDS[field](item.row && !item.id ? item.row : item).toLowerCase() : item.words;
      return place.includes(value) !== not;
    }));
  }

  function quoted(field, value) {
    return field + ":" + (/\s/.test(value) ? '"' + value + '"' : value);
  }

  // ---- small pieces -----------------------------------------------------------------------------------------------

  let announce;

  function copyButton(text, label) {
    return el("button", { class: "copy", type: "button", onclick: (event) => copy(text, event.currentTarget) },
      label || "Copy");
  }

  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch (notAllowed) {
      const area = el("textarea", {});
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    announce.textContent = "Copied";
    if (button) {
      const before = button.textContent;
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = before; }, 1200);
    }
  }

  const STATES = { new: "new", changed: "warn", unchanged: "", served: "good", unused: "" };

  function chip(text, look) {
    return el("span", { class: "chip" + (look ? " " + look : "") }, text);
  }

  function spark(values, width, height, label) {
    const lowest = Math.min(...values);
    const range = Math.max(...values) - lowest || 1;
    const step = width / Math.max(1, values.length - 1);
    const points = values.map((value, i) =>
      (i * step).toFixed(1) + "," + (height - 2 - (value - lowest) / range * (height - 4)).toFixed(1)).join(" ");
    const picture = svg("svg", { class: "spark", width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
    picture.setAttribute("aria-label", label);
    picture.append(svg("polyline", { points, fill: "none", stroke: "currentColor", "stroke-width": 1.2 }));
    return picture;
  }

  function json(value, depth = 0) {
    if (value === null || typeof value !== "object") {
      return typeof value === "string" ? longText(JSON.stringify(value), "str")
        : el("span", { class: "lit" }, String(value));
    }
    const entries = Array.isArray(value) ? value.map((item) => ["", item]) : Object.entries(value);
    const [open, close] = Array.isArray(value) ? "[]" : "{}";
    if (entries.length === 0) {
      return el("span", {}, open + close);
    }
    if (Array.isArray(value) && value.length > 8 && value.every((item) => typeof item === "number")) {
      return el("span", {}, `[${value.length} numbers] `, spark(sample(value), 160, 24, value.length + " numbers"));
    }
    const node = el("details", { open: depth < 3 && entries.length <= 200 },
      el("summary", {}, open + " ", el("span", { class: "soft" }, many(entries.length, Array.isArray(value) ? "item" : "key"))));
    const fill = () => {
      if (node.childElementCount === 1) {
        node.append(el("div", { class: "in" }, entries.map(([key, item]) => el("div", {},
          key !== "" || !Array.isArray(value) ? el("span", { class: "key" }, key + ": ") : null, json(item, depth + 1)))), close);
      }
    };
    node.addEventListener("toggle", fill, { once: true });
    if (node.open) {
      fill();
    }
    return node;
  }

  function sample(values) {
    const step = Math.max(1, Math.floor(values.length / 96));
    return values.filter((value, i) => i % step === 0);
  }

  function jsonBlock(value) {
    return el("div", { class: "json" }, json(value));
  }

  function longText(text, look) {
    const most = 3000;
    if (text.length <= most) {
      return el("span", { class: look }, text);
    }
    const node = el("span", { class: look }, text.slice(0, most));
    node.append(el("button", {
      class: "fold", type: "button", onclick: () => { node.textContent = text; },
    }, `… show all ${number(text.length)} characters`));
    return node;
  }

  function paragraph(text) {
    return el("div", { class: "text", dir: "auto" }, longText(text));
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch (notJson) {
      return undefined;
    }
  }

  // ---- a conversation ---------------------------------------------------------------------------------------------

  function callText(name, text) {
    const value = parsed(text);
    if (value === undefined || value === null || typeof value !== "object" || Array.isArray(value)) {
      return name + "(" + (text || "") + ")";
    }
    const pieces = Object.entries(value).map(([key, item]) => key + ": " + JSON.stringify(item));
    const line = pieces.join(", ");
    return name + "(" + (line.length > 90 ? "\n  " + pieces.join(",\n  ") + "\n" : line) + ")";
  }

  function medium(part, media) {
    const found = part.medium === undefined ? null : media[Number(part.medium)];
    if (!found) {
      return el("div", { class: "text soft" }, (part.kind || "file").replace(/_/g, " ") + ": ", longText(part.text || ""));
    }
    return mediumOf(found, part.kind);
  }

  function mediumOf(found, kind) {
    const size = Math.round(found.length * 3 / 4);
    const label = found.type + ", " + (size < 10240 ? number(size) + " bytes" : number(Math.round(size / 1024)) + " KiB");
    if (found.data && found.type.startsWith("image/")) {
      return el("div", {}, el("img", { class: "medium", alt: "Image of the recording, " + label, src: "data:" + found.type + ";base64," + found.data }),
        el("span", { class: "soft" }, label));
    }
    if (found.data && found.type.startsWith("audio/")) {
      return el("div", {}, el("audio", { controls: true, src: "data:" + found.type + ";base64," + found.data }),
        el("span", { class: "soft" }, label));
    }
    return el("div", { class: "soft" }, (kind || "file") + ": " + label);
  }

  function parts(all, media, names) {
    return all.map((part) => {
      switch (part.type) {
        case "text": return paragraph(part.text);
        case "reasoning": return el("details", {}, el("summary", {}, `reasoning, ${number(part.text.length)} characters`), paragraph(part.text));
        case "refusal": return el("div", {}, chip("refusal", "bad"), paragraph(part.text));
        case "call":
          if (part.id) {
            names.set(part.id, part.name);
          }
          return el("div", { class: "call mono" }, callText(part.name, part.arguments));
        case "result": return el("div", { class: "result" },
          el("span", { class: "soft" }, "result of " + (part.name || names.get(part.id) || part.id || "the call")),
          parts(part.parts, media, names));
        case "medium": return medium(part, media);
        default: return jsonBlock(part.value);
      }
    });
  }

  function turn(role, content) {
    return el("div", { class: "turn " + (/^[a-z]+$/.test(role) ? role : "") }, el("div", { class: "who" }, role), el("div", {}, content));
  }

  function asked(shown) {
    const names = new Map();
    const nodes = (shown.messages || []).map((message) => turn(message.role, parts(message.parts, shown.media || [], names)));
    const parameters = Object.keys(shown.parameters || {});
    if (parameters.length) {
      const few = parameters.length <= 4 && !nodes.length;
      nodes.unshift(el("details", { open: few }, el("summary", {}, "parameters: " + parameters.slice(0, 8).join(", ") + (parameters.length > 8 ? ", …" : "")),
        jsonBlock(shown.parameters)));
    }
    return nodes;
  }

  function answered(response, media, label) {
    const nodes = [];
    if (response.error) {
      nodes.push(chip("error " + response.status, "bad"), jsonBlock(response.error));
    }
    if (response.reasoning) {
      nodes.push(el("details", {}, el("summary", {}, `reasoning, ${number(response.reasoning.length)} characters`), paragraph(response.reasoning)));
    }
    if (response.text) {
      const value = /^\s*[[{]/.test(response.text) ? parsed(response.text) : undefined;
      nodes.push(value === undefined ? paragraph(response.text) : jsonBlock(value));
    }
    if (response.refusal) {
      nodes.push(chip("refusal", "bad"), paragraph(response.refusal));
    }
    response.calls.forEach((call) => nodes.push(el("div", { class: "call mono" }, callText(call.name, call.arguments))));
    if (response.vectors) {
      nodes.push(el("div", {}, el("b", {}, `${response.vectors} × ${response.dimensions || "encoded"}`), " embedding" + (response.vectors === 1 ? "" : "s")),
        response.sparks.map((values, i) => el("div", {}, spark(values, 480, 40, "Embedding " + (i + 1)))));
    }
    if (response.items.length) {
      nodes.push(el("div", {}, many(response.items.length, "item")), el("ul", {}, response.items.slice(0, 200).map((item) => el("li", { class: "mono" }, item))));
    }
    response.citations.forEach((citation) => nodes.push(el("div", { class: "soft mono" }, "cites ", longText(citation))));
    if (response.json !== undefined && !response.understood) {
      nodes.push(jsonBlock(response.json));
    }
    if (!nodes.length) {
      nodes.push(el("span", { class: "soft" }, "empty response"));
    }
    return [turn(label, nodes), ending(response)];
  }

  function ending(response) {
    const pieces = [];
    if (response.finish) {
      pieces.push(el("span", {}, response.finish));
    }
    if (response.input || response.output) {
      pieces.push(el("span", {}, `${number(response.input)} tokens in, ${number(response.output)} out`));
    }
    if (response.chunks) {
      pieces.push(el("span", {}, many(response.chunks, "chunk")));
    }
    if (response.times) {
      pieces.push(el("span", {}, spark(response.times, 120, 20, "When the chunks came"), " " + time(response.millis)));
    }
    if (response.usage) {
      pieces.push(el("details", {}, el("summary", {}, "usage"), jsonBlock(response.usage)));
    }
    if (response.headers && Object.keys(response.headers).length) {
      pieces.push(el("details", {}, el("summary", {}, "headers"), jsonBlock(response.headers)));
    }
    if (response.json !== undefined && response.understood) {
      pieces.push(el("details", {}, el("summary", {}, "response as JSON"), jsonBlock(response.json)));
    }
    return pieces.length ? el("div", { class: "ending" }, pieces) : null;
  }

  function conversation(shown) {
    const used = new Set();
    JSON.stringify(shown.messages || [], (key, value) => {
      if (key === "medium") {
        used.add(Number(value));
      }
      return value;
    });
    const nodes = asked(shown);
    shown.responses.forEach((response, i) => nodes.push(...answered(response, shown.media,
      shown.responses.length > 1 ? "response " + (i + 1) : response.vectors || response.items.length || !response.understood && response.json !== undefined ? "response" : "assistant")));
    (shown.media || []).forEach((found, i) => {
      if (!used.has(i)) {
        nodes.push(turn("medium", mediumOf(found)));
      }
    });
    return nodes;
  }

  function plainText(shown) {
    const said = (all) => all.map((part) => part.text || (part.type === "call" ? callText(part.name, part.arguments)
      : part.parts ? said(part.parts) : part.value !== undefined ? JSON.stringify(part.value) : "")).join("\n");
    return (shown.messages || []).map((message) => message.role + ": " + said(message.parts))
      .concat(shown.responses.map((response) => "assistant: " + [response.text, response.refusal]
        .concat(response.calls.map((call) => callText(call.name, call.arguments))).filter(Boolean).join("\n"))).join("\n\n");
  }

  function curl(shown) {
    const quote = (text) => "'" + text.replace(/'/g, "'\\''") + "'";
    const method = shown.method === "TOOL" || shown.method === "NONE" ? "POST" : shown.method;
    return "curl -X " + quote(method) + " " + quote(shown.url) + " \\\n  -H 'Content-Type: application/json' \\\n  -d "
      + quote(typeof shown.sent === "string" ? shown.sent : JSON.stringify(shown.sent, null, 2));
  }

  // ---- differences by word ----------------------------------------------------------------------------------------

  function words(text) {
    return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) || [];
  }

  /** Returns pieces [kind, text], kind "=" for equal, "-" for the first text alone and "+" for the second alone. */
  function difference(before, after) {
    const a = words(before);
    const b = words(after);
    let head = 0;
    while (head < a.length && head < b.length && a[head] === b[head]) {
      head++;
    }
    let tail = 0;
    while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) {
      tail++;
    }
    const pieces = [];
    const put = (kind, text) => {
      if (text) {
        if (pieces.length && pieces[pieces.length - 1][0] === kind) {
          pieces[pieces.length - 1][1] += text;
        } else {
          pieces.push([kind, text]);
        }
      }
    };
    put("=", a.slice(0, head).join(""));
    middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), put);
    put("=", a.slice(a.length - tail).join(""));
    return pieces;
  }

  function middle(a, b, put) {
    if (a.length * b.length > 4e6) {
      put("-", a.join(""));
      put("+", b.join(""));
      return;
    }
    const width = b.length + 1;
    const table = new Uint32Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        table[i * width + j] = a[i] === b[j] ? table[(i + 1) * width + j + 1] + 1
          : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
      }
    }
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        put("=", a[i]);
        i++;
        j++;
      } else if (j === b.length || (i < a.length && table[(i + 1) * width + j] >= table[i * width + j + 1])) {
        put("-", a[i++]);
      } else {
        put("+", b[j++]);
      }
    }
  }

  function marked(pieces, kinds) {
    const shown = pieces.filter(([kind]) => kind === "=" || kinds.includes(kind));
    return shown.map(([kind, text], i) => {
      if (kind === "-") {
        return el("del", {}, text);
      }
      if (kind === "+") {
        return el("ins", {}, text);
      }
      const before = i > 0 ? 100 : 0;
      const after = i < shown.length - 1 ? 100 : 0;
      return text.length > before + after + 160 ? folded(text, before, after) : text;
    });
  }

  function folded(text, before, after) {
    const node = el("span", {}, text.slice(0, before));
    node.append(el("button", {
      class: "fold", type: "button", onclick: () => { node.textContent = text; },
    }, ` … ${number(text.length - before - after)} equal characters … `), text.slice(text.length - after));
    return node;
  }

  const show = (value) => value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value, null, 2);

  function sides(left, right, leftLabel, rightLabel) {
    const pieces = difference(show(left), show(right));
    const side = (label, value, kinds) => el("div", { dir: "auto" }, el("span", { class: "label" }, label),
      value === undefined ? el("span", { class: "soft" }, "nothing") : marked(pieces, kinds));
    return el("div", { class: "sides" }, side(leftLabel, left, "-"), side(rightLabel, right, "+"));
  }

  // ---- the tabs ---------------------------------------------------------------------------------------------------

  function counted(tab) {
    return {
      requests: live && live.requests.length, recordings: rows.length, misses: misses.length, changes: changes.length, unused: unused().length, tests: tests().length, checks: checked().length,
    }[tab];
  }

  function unused() {
    return rows.filter((row) => row.state === "unused");
  }

  function tests() {
    if (!testRows) {
      const byTest = new Map();
      const of = (name) => {
        if (!byTest.has(name)) {
          byTest.set(name, { test: name, served: 0, recordings: 0, missed: 0, input: 0, output: 0, words: name.toLowerCase() });
        }
        return byTest.get(name);
      };
      rows.forEach((row) => (row.by || []).forEach((each) => {
        const entry = of(each.test);
        entry.run = row.run;
        entry.served += each.times;
        entry.recordings++;
        entry.input += each.times * (row.input || 0);
        entry.output += each.times * (row.output || 0);
      }));
      misses.forEach((miss) => {
        of(miss.test).missed++;
        of(miss.test).run = miss.run;
      });
      testRows = [...byTest.values()].sort((a, b) => compare(a.test, b.test));
    }
    return testRows;
  }

  function fact(count, noun, look, link) {
    return el("a", { href: link }, el("span", { class: "dot " + (count ? look : "") }), el("b", {}, number(count)), " " + noun);
  }

  function savedText() {
    if (!saved.requests) {
      return "";
    }
    const pieces = [many(saved.requests, "request")];
    if (saved.input + saved.output) {
      pieces.push(number(saved.input + saved.output) + " tokens");
    }
    if (saved.millis) {
      pieces.push(time(saved.millis) + (saved.timed < saved.requests ? ` (of ${number(saved.timed)} timed)` : ""));
    }
    return "saved " + pieces.join(" · ");
  }

  function facts() {
    return [
      fact(totals.served, "served", "good", filterLink("", "recordings")),
      fact(totals.missed, "missed", "bad", filterLink("", "misses")),
      totals.blocked ? fact(totals.blocked, "blocked", "bad", fragment({ tab: "overview" })) : null,
      fact(totals.live, "live", "warn", fragment({ tab: "overview" })),
      totals.new ? fact(totals.new, "new", "new", filterLink("state:new")) : null,
      fact(changes.length, "changed", "warn", filterLink("", "changes")),
      fact(totals.unused, UNUSED, "", filterLink("", "unused")),
      el("span", { class: "soft" }, savedText())];
  }

  function top() {
    const first = data.runs[0];
    const duration = sum((run) => run.millis);
    const search = el("input", {
      id: "filter", type: "search", placeholder: "/  filter, e.g. test:ChatIT model:gpt paris", "aria-label": "Filter", autocomplete: "off", spellcheck: "false",
    });
    search.value = state.q;
    search.addEventListener("input", () => go({ tab: state.tab === "overview" ? "recordings" : state.tab, q: search.value }, true));
    return el("header", { class: "top" },
      el("div", { class: "bar" },
        el("h1", {}, "recorder ", el("span", { class: "soft" }, "· "), data.name),
        first ? el("span", { class: "soft" }, `${first.mode} · ${first.started.slice(0, 16).replace("T", " ")} UTC${ran && !live ? " · " + time(duration) : ""}`) : null, live ? connection : null,
        el("span", { class: "grow" }), search,
        el("button", { type: "button", onclick: theme, "aria-label": "Switch between light and dark", title: "Light or dark" }, "◐"),
        el("button", { type: "button", onclick: help, "aria-label": "Keys and filter", title: "Keys and filter (?)" }, "?")),
      ran ? el("div", { class: "facts" }, facts()) : null,
      el("nav", { class: "tabs", "aria-label": "Sections" }, TABS.map(([tab, title]) => el("a",
        { href: fragment({ tab, q: tab === "overview" ? "" : state.q }), "aria-current": tab === state.tab ? "page" : null }, title,
        tab === "overview" ? null : el("span", { class: "n" }, number(counted(tab)))))));
  }

  function table(title, by, tab, field) {
    const groups = new Map();
    rows.forEach((row) => {
      const key = by(row);
      if (key) {
        if (!groups.has(key)) {
          groups.set(key, { key, recordings: 0, served: 0, unused: 0, tokens: 0, millis: 0, missed: 0 });
        }
        const group = groups.get(key);
        group.recordings++;
        group.served += row.served || 0;
        group.unused += row.state === "unused" ? 1 : 0;
        group.tokens += (row.served || 0) * ((row.input || 0) + (row.output || 0));
        group.millis += (row.served || 0) * (row.millis || 0);
      }
    });
    misses.forEach((miss) => {
      const group = groups.get(by(miss));
      if (group) {
        group.missed++;
      }
    });
    const all = [...groups.values()].sort((a, b) => b.served - a.served || b.recordings - a.recordings || compare(a.key, b.key));
    if (!all.length) {
      return null;
    }
    const cell = (count, q, where) => el("td", { class: "num" }, count ? el("a", { href: filterLink(q, where) }, number(count)) : "0");
    return [el("h3", {}, title), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, el("table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, field), ["recordings", "served", "missed", "unused", "tokens", "time"].map((name) => el("th", { class: "num", scope: "col" }, name)))),
      el("tbody", {}, all.slice(0, 50).map((group) => {
        const q = quoted(field, group.key);
        return el("tr", {}, el("td", {}, el("a", { href: filterLink(q) }, group.key)), cell(group.recordings, q),
          cell(group.served, q + " -state:unused"), cell(group.missed, q, "misses"), cell(group.unused, q, "unused"),
          el("td", { class: "num" }, number(group.tokens)), el("td", { class: "num" }, group.millis ? time(group.millis) : "–"));
      })))), all.length > 50 ? el("p", { class: "soft" }, `and ${all.length - 50} more`) : null];
  }

  function overview() {
    const card = (count, noun, link, note) => el("a", { class: "card", href: link }, el("b", {}, count), noun, note ? el("div", { class: "soft" }, note) : null);
    return el("div", { class: "wide", tabindex: "0" }, el("h2", { class: "visually-hidden" }, "Overview"),
      data.runs.map((run) => el("p", {}, severalRuns ? el("b", {}, run.module + ": ") : null, run.sentence, ".")),
      !ran ? null : el("div", { class: "cards" },
        card(number(totals.served), "requests served", filterLink("")),
        card(number(totals.missed), "missed", filterLink("", "misses"), causes.length ? many(causes.length, "cause") : ""),
        card(number(changes.length), "recordings changed", filterLink("", "changes")),
        card(number(totals.new), "recordings new", filterLink("state:new")),
        card(number(totals.unused), "recordings " + UNUSED, filterLink("", "unused")),
        card(number(saved.input + saved.output), "tokens saved", filterLink(""), `${number(saved.input)} in, ${number(saved.output)} out`),
        saved.millis ? card(time(saved.millis), "saved", filterLink(""), saved.timed < saved.requests ? `${number(saved.timed)} of ${number(saved.requests)} requests were timed` : "") : null),
      data.runs.flatMap((run) => run.troubles).length ? [el("h3", {}, "Problems"),
        el("ul", {}, data.runs.flatMap((run) => run.troubles).map((trouble) => el("li", {}, trouble)))] : null,
      outdated(),
      severalRuns ? table("By module", (row) => data.runs[row.run].module, "recordings", "module") : null,
      table("By test class", (row) => (row.test || "").split(/#|::/)[0], "recordings", "test"),
      table("By service", (row) => row.host, "recordings", "service"),
      table("By model", (row) => row.model, "recordings", "model"));
  }

  function outdated() {
    const found = new Map();
    data.runs.filter((run) => run.outdated).forEach((run) => run.outdated.recordings.forEach((old) => found.set(run.link + old.path, [run, old])));
    return found.size === 0 ? null : [el("h3", {}, many(found.size, "recording") + " older than " + [...found.values()][0][0].outdated.maxAge),
      el("ul", { class: "files" }, [...found.values()].slice(0, 200).map(([run, old]) => el("li", {}, recordingLink(old, data.runs.indexOf(run)), el("span", { class: "soft" }, " · made " + old.made)))),
      found.size > 200 ? el("p", { class: "soft" }, `and ${number(found.size - 200)} more`) : null];
  }

  // A list whose rows exist only while they are visible.
  let current = null;

  function listing(items, key, selected, line, open, empty) {
    const space = el("div", { class: "space", role: "presentation" });
    const box = el("div", { class: "list", role: items.length ? "listbox" : null, tabindex: "0", "aria-label": "List" }, items.length ? space : el("div", { class: "empty" }, empty));
    space.style.height = items.length * ROW + "px";
    const drawn = new Map();
    const draw = () => {
      const from = Math.max(0, Math.floor(box.scrollTop / ROW) - 8);
      const to = Math.min(items.length, Math.ceil((box.scrollTop + (box.clientHeight || 900)) / ROW) + 8);
      for (const [i, node] of drawn) {
        if (i < from || i >= to) {
          node.remove();
          drawn.delete(i);
        }
      }
      for (let i = from; i < to; i++) {
        if (!drawn.has(i)) {
          const node = el("div", {
            class: "row", role: "option", id: "row-" + i, "aria-selected": key(items[i]) === selected ? "true" : "false",
            "aria-setsize": items.length, "aria-posinset": i + 1, onclick: () => open(items[i]),
          }, line(items[i]));
          node.style.top = i * ROW + "px";
          space.append(node);
          drawn.set(i, node);
        }
      }
    };
    box.addEventListener("scroll", draw, { passive: true });
    const at = items.findIndex((item) => key(item) === selected);
    current = { items, at, open, box, draw, chosen: selected };
    if (at >= 0) {
      box.setAttribute("aria-activedescendant", "row-" + at);
    }
    requestAnimationFrame(() => {
      if (at >= 0 && (at * ROW < box.scrollTop || at * ROW > box.scrollTop + box.clientHeight - ROW)) {
        box.scrollTop = at * ROW - box.clientHeight / 3;
      }
      draw();
    });
    draw();
    return box;
  }

  function split(list, detail, isOpen) {
    return el("div", { class: "body" + (isOpen ? " open" : "") }, list, detail);
  }

  function back() {
    return el("a", { class: "back", href: fragment({ tab: state.tab, q: state.q }) }, "← Back to the list");
  }

  function recordingLine(row) {
    const note = row.state === "unused" ? UNUSED : row.said || (row.chunks ? many(row.chunks, "chunk") : row.kind || "");
    return [
      el("div", { class: "one" }, el("span", { class: "name" }, row.title || row.path), el("span", { class: "soft" }, note)),
      el("div", { class: "two" }, el("span", { class: "name" }, row.test || "every test"),
        row.state === "new" || row.state === "changed" ? el("span", {}, el("span", { class: "dot " + STATES[row.state] }), row.state) : null,
        el("span", {}, row.model || row.endpoint || ""))];
  }

  const rowKey = (row) => row.run + "/" + row.path;

  function findRow(path) {
    return rows.find((row) => row.path === path) || rows.find((row) => rowKey(row) === path);
  }

  function recordings(all) {
    const items = filtered(all, state.q);
    const row = state.recording ? findRow(state.recording) : items[0];
    return split(
      listing(items, rowKey, row ? rowKey(row) : "", recordingLine, (item) => go({ tab: state.tab, q: state.q, recording: linkOf(item) }),
        rows.length ? "No recording matches the filter." : "There are no recordings."),
      row ? recordingDetail(row) : el("div", { class: "detail", tabindex: "0" }, el("p", { class: "soft" }, state.recording ? "No such recording: " + state.recording : "")),
      Boolean(state.recording));
  }

  function linkOf(row) {
    return severalRuns && rows.find((other) => other.path === row.path) !== row ? rowKey(row) : row.path;
  }

  let view = "conversation";

  function recordingDetail(row) {
    const run = data.runs[row.run];
    const holder = el("div", {});
    const about = el("div", {});
    const describe = () => about.replaceChildren(
      el("div", { class: "head" }, el("h2", {}, (row.method || "") + " " + (row.url || row.endpoint || row.path))),
      el("div", { class: "head" },
        row.state && chip(row.state === "served" ? "served " + row.served + " ×" : row.state === "unused" ? UNUSED : row.state, STATES[row.state]),
        row.model ? chip(row.model) : null, row.status ? chip("status " + row.status, row.status >= 400 ? "bad" : "") : null,
        row.chunks ? chip(`stream, ${many(row.chunks, "chunk")}`) : null,
        row.responses > 1 ? chip(many(row.responses, "response")) : null),
      el("p", { class: "soft" }, "recorded for ", row.test ? el("a", { href: filterLink(quoted("test", row.test)) }, row.test) : "every test",
        row.by ? ["; served to ", row.by.slice(0, 10).map((each, i) => [i ? ", " : "", each.test || "an unknown test", each.times > 1 ? ` (${each.times} ×)` : ""]), row.by.length > 10 ? ` and ${row.by.length - 10} more` : ""] : ""));
    describe();
    current.renew = () => {
      describe();
      if (live && !bodies[row.run].has(row.path)) {
        open(); // It was written again.
      }
    };
    const node = el("div", { class: "detail", tabindex: "0" }, back(), about, holder);
    const open = () => body(row).then((shown) => fill(shown), () => fill(undefined, live ? "The recorder no longer answers, so this recording cannot be shown." : "The data file beside this page is missing. Copy the whole folder of the report, or write it again with mvn recorder:report."));
    // A page of a server may not lead to files.
    const file = el(live ? "span" : "a", { href: live ? null : fileLink(run.link, row.path), class: "soft" }, run.directory + "/" + row.path);
    open();
    function fill(shown, problem) {
      holder.replaceChildren();
      if (!shown || shown.problem) {
        add(holder, [el("p", {}, problem || (shown && shown.problem) || row.problem || "No request of this run used this recording, so the report has only its name. "
          + "To read it here, run mvn recorder:report."), el("p", {}, file)]);
        return;
      }
      current.copy = () => plainText(shown);
      const button = (name) => el("button", { type: "button", "aria-pressed": view === name ? "true" : "false", onclick: () => { view = name; fill(shown); } }, name);
      add(holder, [el("div", { class: "tools" }, button("conversation"), button("raw"), button("curl"), copyButton(plainText(shown), "Copy text"), file)]);
      if (view === "raw") {
        add(holder, [el("h3", {}, "Request"), copyButton(show(shown.sent)), jsonBlock(shown.sent),
          shown.responses.map((response, i) => [el("h3", {}, "Response" + (shown.responses.length > 1 ? " " + (i + 1) : "")), jsonBlock(response)])]);
      } else if (view === "curl") {
        add(holder, [copyButton(curl(shown)), el("pre", {}, longText(curl(shown)))]);
      } else {
        add(holder, conversation(shown));
      }
    }
    return node;
  }

  function fileLink(base, path) {
    return base + path.split("/").map(encodeURIComponent).join("/");
  }

  const OUTCOMES = {
    served: ["good", "served"], missed: ["bad", "missed"], live: ["warn", "sent to the service"],
    unreachable: ["bad", "no response from the service"], refused: ["bad", "refused"],
  };

  function requestView() {
    const items = filtered(live.requests, state.q);
    const key = (request) => String(request.n);
    const chosen = live.requests.find((request) => key(request) === state.request);
    const line = (request) => [
      el("div", { class: "one" }, el("span", { class: "dot " + OUTCOMES[request.state][0] }), el("span", { class: "name" }, titleOf(request)), el("span", { class: "soft" }, request.status)),
      el("div", { class: "two" }, el("span", {}, OUTCOMES[request.state][1]), el("span", { class: "name" }, sender(request)), el("span", {}, request.at.slice(11, 19)))];
    return split(
      listing(items, key, chosen ? key(chosen) : "", line, (request) => go({ tab: "requests", q: state.q, request: key(request) }),
        live.requests.length ? "No request matches the filter." : "No request has come yet. Requests appear here as they come."),
      chosen ? requestDetail(chosen) : el("div", { class: "detail", tabindex: "0" },
        el("p", { class: "soft" }, state.request ? "This request is no longer listed: " + state.request : live.requests.length ? "Choose a request to read it." : "")),
      Boolean(state.request));
  }

  function titleOf(request) {
    const found = misses.find((each) => each.id === request.miss) || rowOf(request.recordings[0]);
    return (found && found.title) || request.method + " " + request.endpoint;
  }

  function rowOf(path) {
    return data.runs[0].recordings.find((row) => row.path === path);
  }

  const again = new Map();

  // The mode allows it: the recorder offers it for no other request.
  function againBox(request) {
    const told = el("span", { class: "soft", role: "status" }, again.get(request.n) || "");
    const button = el("button", { type: "button", class: "record", onclick: () => {
      say(request.n, "Waiting for the service …");
      fetch("recorder/page/record?n=" + request.n, { method: "POST" }).then(
        (response) => { if (!response.ok) { say(request.n, "The recorder no longer has this request, or records others. Run its test again."); } },
        () => say(request.n, "The recorder no longer answers."));
    } }, "Record again");
    return el("div", { class: "tools again", "data-n": request.n }, button, told,
      el("span", { class: "soft" }, "Sends it to the real service, and replaces its recording."));
  }

  function say(n, text) {
    again.set(Number(n), text);
    const box = page.querySelector(`.again[data-n="${Number(n)}"]`);
    if (box) {
      box.querySelector("[role=status]").textContent = text;
    }
  }

  function sender(request) {
    return request.test || (request.stranger ? "not from the tests: no token in its URL" : "an unknown test");
  }

  function requestDetail(request) {
    const miss = misses.find((each) => each.id === request.miss);
    const found = request.recordings.map(rowOf).filter(Boolean);
    const node = miss ? missDetail(miss) : found.length === 1 ? recordingDetail(found[0])
      : el("div", { class: "detail", tabindex: "0" }, back(),
        el("div", { class: "head" }, el("h2", {}, request.method + " " + request.endpoint)),
        request.text ? el("p", { class: "why" }, request.text) : null,
        found.length ? el("ul", {}, found.map((row) => el("li", {}, recordingLink(row, row.run)))) : null);
    const [look, outcome] = OUTCOMES[request.state];
    const told = miss || found.length === 1;
    node.querySelector(".back").after(el("div", { class: "head" },
      told ? null : [chip(outcome, look), chip("status " + request.status, request.status >= 400 ? "bad" : "")],
      el("span", { class: "soft" }, `${request.method} ${request.endpoint} · ${sender(request)} · ${request.at.slice(11, 19)} UTC · ${time(request.millis)}`),
      request.state === "live" && request.test ? el("a", { href: filterLink(quoted("test", request.test)) }, "recordings of this test") : null),
    request.again ? againBox(request) : "");
    return node;
  }

  function missView() {
    const ids = new Set(filtered(misses, state.q).map((miss) => miss.run + miss.id));
    const items = causes.map((cause) => ({ cause, all: cause.all.filter((miss) => ids.has(miss.run + miss.id)) })).filter((item) => item.all.length)
      .flatMap((item) => item.all.length > 1 ? [{ cause: item.cause, count: item.all.length }].concat(item.all.map((miss) => ({ miss }))) : [{ miss: item.all[0] }]);
    const key = (item) => item.miss ? item.miss.id : "cause-" + causes.indexOf(item.cause);
    const chosen = items.find((item) => key(item) === state.miss) || (state.miss && misses.find((miss) => miss.id.startsWith(state.miss)) ? { miss: misses.find((miss) => miss.id.startsWith(state.miss)) } : state.miss ? null : items[0]);
    const line = (item) => item.miss ? [
      el("div", { class: "one" }, el("span", { class: "dot bad" }), el("span", { class: "name" }, item.miss.test || "an unknown test")),
      el("div", { class: "two" }, el("span", { class: "name" }, item.miss.method + " " + item.miss.endpoint), el("span", {}, item.miss.near.length ? many(item.miss.near[0].count, "difference") : "nothing like it"))]
      : [el("div", { class: "one" }, el("span", { class: "name" }, `One cause, ${item.count} requests`)), el("div", { class: "two" }, el("span", { class: "name" }, item.cause.phrase))];
    return split(
      listing(items, key, chosen ? key(chosen) : "", line, (item) => go({ tab: "misses", q: state.q, miss: key(item) }),
        misses.length ? "No miss matches the filter." : "Every request found its recording."),
      chosen ? (chosen.miss ? missDetail(chosen.miss) : causeDetail(chosen.cause))
        : el("div", { class: "detail", tabindex: "0" }, el("p", { class: "soft" }, state.miss ? "No such miss: " + state.miss : "")),
      Boolean(state.miss));
  }

  function missLink(miss) {
    return el("a", { href: fragment({ tab: "misses", miss: miss.id }) }, miss.test || "an unknown test");
  }

  function commandBox(title, text) {
    return text ? [title ? el("p", {}, title) : null, copyButton(text), el("pre", {}, text)] : null;
  }

  function causeDetail(cause) {
    const at = causes.indexOf(cause);
    current.copy = () => causes[at].command;
    const node = el("div", { class: "detail", tabindex: "0" }, causeText(cause));
    current.renew = () => node.replaceChildren(...causeText(causes[at]).flat(Infinity).filter(Boolean));
    return node;
  }

  function causeText(cause) {
    const names = new Set(cause.all.map((miss) => miss.test));
    return [back(),
      el("h2", {}, `${many(cause.all.length, "request")} of ${many(names.size, "test")} miss for one cause`),
      cause.changes.length
        ? cause.changes.map((change) => [el("div", { class: "place mono" }, change.place || "the whole body"),
          sides(change.recording === null ? undefined : change.recording, change.request === null ? undefined : change.request, "the recordings have", "the requests have")])
        : el("p", { class: "why" }, cause.phrase),
      cause.more ? el("p", { class: "soft" }, `and ${many(cause.more, "further difference")}`) : null,
      el("div", { class: "fix" }, el("h3", {}, "To fix"), commandBox("Record exactly these again:", cause.command)),
      el("h3", {}, "Who has it"), el("ul", {}, cause.all.slice(0, 300).map((miss) => el("li", {}, missLink(miss), el("span", { class: "soft" }, " " + miss.method + " " + miss.endpoint))))];
  }

  // A long miss comes without what it is compared with.
  function largeMiss(miss) {
    const node = el("div", { class: "detail", tabindex: "0" }, back(), el("p", { class: "soft" }, "Loading …"));
    fetched("miss?id=" + encodeURIComponent(miss.id)).then((whole) => {
      Object.assign(miss, whole, { large: false });
      node.replaceChildren(...missDetail(miss).childNodes);
    }, () => node.lastChild.replaceWith(el("p", { class: "why" }, miss.why)));
    return node;
  }

  function missDetail(miss) {
    if (miss.large) {
      return largeMiss(miss);
    }
    const near = miss.near[0];
    const advice = miss.advice.replace(/^Record it[^:]*: mvn \S+ \S+\.\s*/, "");
    const others = el("div", {});
    const nameOthers = () => others.replaceChildren(...sameCause(miss));
    nameOthers();
    current.copy = () => miss.command;
    current.renew = nameOthers;
    return el("div", { class: "detail", tabindex: "0" }, back(),
      el("div", { class: "head" }, el("h2", {}, miss.method + " " + miss.endpoint), chip("missed", "bad")),
      el("p", { class: "soft" }, miss.test || "an unknown test", miss.hash ? [" · hash ", el("span", { class: "mono" }, miss.hash.slice(0, 12))] : ""),
      el("p", { class: "why" }, miss.why), miss.removed ? el("p", {}, miss.removed) : null,
      near ? [el("h3", {}, "What differs from the nearest recording"),
        el("p", {}, recordingLink(near, miss.run), el("span", { class: "soft" }, " · " + (near.test || "every test") + " · " + near.summary)),
        near.hint ? el("p", {}, near.hint) : null,
        near.sameEndpoint ? null : sides(near.place, miss.method + " " + miss.endpoint, "recording", "request"),
        near.differences.map((each) => [el("div", { class: "place mono" }, each.place || "the whole body"), sides(each.recording, each.request, "recording", "request")]),
        near.count > near.differences.length ? el("p", { class: "soft" }, `and ${near.count - near.differences.length} more`) : null] : null,
      el("div", { class: "fix" }, el("h3", {}, "To fix"), commandBox("Record it:", miss.command), advice ? el("p", {}, advice) : null,
        live ? commandBox("Or start this recorder again so that it records, and run the test again:", live.restart) : null,
        commandBox("Or, if what differs does not matter, let the plugin's <configuration> say so:", miss.rule)),
      others,
      el("h3", {}, "The whole request"), miss.report ? el("p", {}, "and all differences are in ", el("span", { class: "mono" }, miss.report))
        : [asked(miss), el("details", {}, el("summary", {}, "as JSON"), jsonBlock(miss.body))],
      near && near.messages ? [el("h3", {}, "The nearest recording's request"), el("details", {}, el("summary", {}, "show"), asked(near))] : null,
      miss.near.length > 1 ? [el("h3", {}, "Next nearest"), el("ul", {}, miss.near.slice(1).map((other) => el("li", {}, recordingLink(other, miss.run), el("span", { class: "soft" }, " · " + (other.test || "every test") + " · " + other.summary))))] : null);
  }

  function sameCause(miss) {
    const others = miss.cause.all.filter((other) => other !== miss);
    return !others.length ? [] : [el("h3", {}, `The same cause: ${many(others.length, "other request")}`),
      el("ul", {}, others.slice(0, 50).map((other) => el("li", {}, missLink(other)))),
      others.length > 50 ? el("p", {}, `and ${others.length - 50} more`) : ""];
  }

  function recordingLink(near, run) {
    return el("a", { href: fragment({ tab: "recordings", recording: linkOf(rows.find((row) => row.run === run && row.path === near.path) || near) }) }, near.path);
  }

  const KINDS = { behaviour: ["changed behaviour", "bad"], reworded: ["reworded", "warn"], details: ["changed in details", ""] };

  function changeView() {
    const items = filtered(changes, state.q);
    const key = (change) => change.run + "/" + change.path;
    const chosen = state.change ? changes.find((change) => key(change) === state.change || change.path === state.change) : items[0];
    const line = (change) => [
      el("div", { class: "one" }, el("span", { class: "name" }, change.row.title || change.path)),
      el("div", { class: "two" }, el("span", {}, el("span", { class: "dot " + KINDS[change.kind][1] }), KINDS[change.kind][0]), el("span", { class: "name" }, change.row.test || "every test"))];
    return split(
      listing(items, key, chosen ? key(chosen) : "", line, (change) => go({ tab: "changes", q: state.q, change: key(change) }),
        changes.length ? "No change matches the filter." : "No recording was made again with another response."),
      chosen ? changeDetail(chosen) : el("div", { class: "detail", tabindex: "0" }), Boolean(state.change));
  }

  function changeDetail(change) {
    const [title, look] = KINDS[change.kind];
    const count = Math.max(change.before.length, change.now.length);
    const nodes = [];
    for (let i = 0; i < count; i++) {
      const before = change.before[i];
      const now = change.now[i];
      if (count > 1) {
        nodes.push(el("h3", {}, "Response " + (i + 1)));
      }
      nodes.push(before && now ? changed(before, now) : el("p", {}, before ? "This response is no longer there." : "This response is new."));
    }
    return el("div", { class: "detail", tabindex: "0" }, back(),
      el("div", { class: "head" }, el("h2", {}, change.row.title || change.path), chip(title, look)),
      el("p", { class: "soft" }, change.row.test || "every test", " · ", recordingLink(change, change.run)),
      nodes, el("details", {}, el("summary", {}, "every difference, as the log tells it"), el("ul", {}, change.differences.map((each) => el("li", {}, each)))),
      el("details", {}, el("summary", {}, "before and after as JSON"), el("div", { class: "sides" }, el("div", {}, el("span", { class: "label" }, "before"), jsonBlock(change.before)), el("div", {}, el("span", { class: "label" }, "after"), jsonBlock(change.now)))));
  }

  function changed(before, now) {
    const calls = (response) => response.calls.map((call) => callText(call.name, call.arguments)).join("\n");
    const usage = (response) => response.input || response.output ? `${number(response.input)} in, ${number(response.output)} out` : "";
    const lines = [["outcome", String(before.status), String(now.status)], ["tool calls", calls(before), calls(now)], ["finish reason", before.finish, now.finish],
      ["refusal", before.refusal, now.refusal], ["tokens", usage(before), usage(now)], ["embeddings", before.vectors ? before.vectors + " × " + before.dimensions : "", now.vectors ? now.vectors + " × " + now.dimensions : ""],
      ["items", before.items.join("\n"), now.items.join("\n")]].filter(([, a, b]) => a || b);
    const text = (name) => before[name] === now[name] ? (before[name] ? el("p", { class: "soft" }, `The ${name} is the same.`) : null)
      : [el("h3", {}, name === "text" ? "Text" : "Reasoning"), el("div", { class: "text", dir: "auto" }, marked(difference(before[name], now[name]), "-+"))];
    const plain = !before.understood && before.json !== undefined;
    return [text("text"), text("reasoning"),
      plain ? [el("h3", {}, "Response"), sides(before.json, now.json, "before", "after")] : null,
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Before and after" }, el("table", {}, el("thead", {}, el("tr", {}, ["", "before", "after"].map((name) => el("th", { scope: "col" }, name || el("span", { class: "visually-hidden" }, "what"))))),
        el("tbody", {}, lines.map(([name, a, b]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", { class: "mono" }, a === b ? a : el("del", {}, a || "none")), el("td", { class: "mono" }, a === b ? el("span", { class: "soft" }, "same") : el("ins", {}, b || "none")))))))];
  }

  // ---- what the real services say today, by the goal check -----------------------------------------------------------

  let differing;

  function checked() {
    differing = differing || (data.checks || []).flatMap((check) => check.differing.map((item) => Object.assign(item, {
      check, row: rows.find((row) => row.path === item.path && data.runs[row.run].link === check.link) || { path: item.path, test: item.test, run: 0, unlisted: true },
      words: [item.path, item.test, item.verdict, item.details.join("\n")].join("\n").toLowerCase() })));
    return differing;
  }

  const VERDICTS = { "shape changed": "bad", changed: "bad", reworded: "warn", "could not be asked": "" };

  function checkView() {
    const items = filtered(checked(), state.q);
    const key = (item) => (data.checks.length > 1 ? item.check.module + "/" : "") + item.path;
    const chosen = state.check ? checked().find((item) => key(item) === state.check || item.path === state.check) : items[0];
    const line = (item) => [
      el("div", { class: "one" }, el("span", { class: "name" }, item.row.title || item.path)),
      el("div", { class: "two" }, el("span", {}, el("span", { class: "dot " + VERDICTS[item.verdict] }), item.verdict), el("span", { class: "name" }, item.test || "every test"))];
    return split(
      listing(items, key, chosen ? key(chosen) : "", line, (item) => go({ tab: "checks", q: state.q, check: key(item) }),
        checked().length ? "No result matches the filter." : "Every response was identical."),
      el("div", { class: "detail", tabindex: "0" }, back(), data.checks.map((check) => el("p", { class: "soft" },
        data.checks.length > 1 ? check.module + ": " : "", check.counts, check.model ? ", with the model " + check.model : "", ".")),
      chosen ? checkDetail(chosen) : state.check ? el("p", { class: "soft" }, "No such result: " + state.check) : null), Boolean(state.check));
  }

  function checkDetail(item) {
    current.copy = () => item.details.join("\n");
    const row = !item.row.unlisted ? recordingLink(item, item.row.run) : el("a", { href: fileLink(item.check.link, item.path) }, item.path);
    const pairs = (item.before || []).map((before, i) => item.now[i] ? changed(before, item.now[i]) : null);
    return [el("div", { class: "head" }, el("h2", {}, item.row.title || item.path), chip(item.verdict, VERDICTS[item.verdict])),
      el("p", { class: "soft" }, item.test || "every test", " · ", row, " · ", (item.asked ? "asked " : "") + item.at.slice(0, 16).replace("T", " ") + " UTC"),
      item.asked ? el("h3", {}, "What differs") : null,
      item.verdict === "reworded" && item.similarity !== undefined ? el("p", {}, Math.round(item.similarity * 100) + " % of the words are the same.") : null,
      el("ul", {}, item.details.map((detail) => el("li", { class: "text" }, longText(detail)))),
      pairs.length ? [el("h3", {}, "Recorded, and today"), pairs,
        /[',]/.test(item.path) ? null : el("div", { class: "fix" }, el("h3", {}, "To take the live response over"), commandBox("", "mvn recorder:accept -Drecorder.accept='" + item.path + "'"))]
        : item.asked ? el("p", { class: "soft" }, "The responses are not here, because the check did not keep the live one: the recording has several responses, or another form, or the live response has a secret.") : null];
  }

  // The words of prune, and what would let the undecided be judged.
  const REASONS = {
    test_gone: "Stale: its test is gone",
    superseded: "Stale: its test requested something else in its place",
    unused: "Stale: its test changed and no longer requests it",
    probably_unused: "Probably unused: a whole mvn verify would tell",
    not_proven: "Kept: nothing proves that it is not needed",
    test_did_not_run: "Kept: its test did not run",
    test_moved: "Kept: its test class is in another module now",
    request_served: "Kept: another recording answered its request",
    served_earlier: "Kept: an earlier run used it",
    kept_by_pattern: "Kept by a <keep> pattern",
    changed_since: "Kept: added or changed since the run",
    not_servable: "Kept: no HTTP request can match it",
    not_a_recording: "Kept: it is no recording, or cannot be read",
  };

  function unusedView() {
    const judged = data.runs.filter((run) => run.prune);
    const reasons = new Map();
    judged.forEach((run) => run.prune.stale.concat(run.prune.kept).forEach((verdict) => reasons.set(run.link + verdict.path, verdict)));
    const items = filtered(unused(), state.q);
    const groups = new Map();
    items.forEach((row) => {
      const verdict = reasons.get(data.runs[row.run].link + row.path);
      const reason = verdict ? verdict.reason : "";
      if (!groups.has(reason)) {
        groups.set(reason, []);
      }
      groups.get(reason).push([row, verdict]);
    });
    const order = Object.keys(REASONS);
    const sorted = [...groups].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
    const proofs = judged.map((run) => run.prune.proof).filter((proof) => !proof.complete);
    const stale = items.length && sorted.some(([reason]) => ["test_gone", "superseded", "unused"].includes(reason));
    return el("div", { class: "wide", tabindex: "0" },
      el("h2", {}, items.length ? many(items.length, "recording") + (live ? " that no request has used yet" : " that no request used") : "Every recording was used."),
      stale ? el("div", { class: "fix" }, el("h3", {}, "To remove what is stale"), commandBox("", "mvn recorder:prune")) : null,
      items.length && !judged.length && !live ? el("p", {}, "Nobody has judged them yet. ", el("code", {}, "mvn recorder:report"), " adds the reasons of prune to this page.") : null,
      proofs.length ? [el("h3", {}, "What would let the undecided be judged"), el("ul", {}, proofs.flatMap((proof) => proof.missing).map((gap) => el("li", {}, gap.what + ". " + gap.remedy + ".")))] : null,
      sorted.map(([reason, all]) => [live ? null : el("h3", {}, (REASONS[reason] || "Not judged") + ` (${number(all.length)})`),
        el("ul", { class: "files" }, all.slice(0, 500).map(([row, verdict]) => el("li", {},
          el("a", { href: fragment({ tab: "recordings", recording: linkOf(row) }) }, row.title || row.path),
          el("div", { class: "soft" }, row.test || "every test", verdict ? " · " + verdict.detail : "",
            verdict && verdict.superseded_by ? [" · now ", recordingLink({ path: verdict.superseded_by }, row.run)] : "")))),
        all.length > 500 ? el("p", { class: "soft" }, `and ${number(all.length - 500)} more; filter to see them`) : null]));
  }

  function testView() {
    const items = filtered(tests(), state.q);
    const most = 1000;
    return el("div", { class: "wide", tabindex: "0" }, items.length ? el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Tests" }, el("table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "test"), ["recordings", "served", "missed", "tokens in", "tokens out"].map((name) => el("th", { class: "num", scope: "col" }, name)))),
      el("tbody", {}, items.slice(0, most).map((entry) => el("tr", {},
        el("td", {}, el("a", { href: filterLink(quoted("test", entry.test)) }, entry.test || "an unknown test")),
        el("td", { class: "num" }, number(entry.recordings)), el("td", { class: "num" }, number(entry.served)),
        el("td", { class: "num" }, entry.missed ? el("a", { href: filterLink(quoted("test", entry.test), "misses") }, number(entry.missed)) : "0"),
        el("td", { class: "num" }, number(entry.input)), el("td", { class: "num" }, number(entry.output)))))))
      : el("p", { class: "soft" }, "No test sent a request."), items.length > most ? el("p", {}, `and ${number(items.length - most)} more; filter to see them`) : null);
  }

  // ---- the page ---------------------------------------------------------------------------------------------------

  let drawnTab = null;

  function drawn() {
    return {
      overview, requests: requestView, recordings: () => recordings(rows), misses: missView, changes: changeView, unused: unusedView, tests: testView, checks: checkView,
    }[state.tab]();
  }

  function render() {
    const focused = document.activeElement && document.activeElement.id === "filter";
    const selection = focused ? [document.activeElement.selectionStart, document.activeElement.selectionEnd] : null;
    const old = page.querySelector(".list");
    const scroll = old && drawnTab === state.tab ? old.scrollTop : 0;
    current = null;
    const content = drawn();
    announce = el("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
    page.className = "live";
    page.replaceChildren(top(), content, announce);
    page.querySelector(".tabs [aria-current]").scrollIntoView({ block: "nearest", inline: "nearest" });
    const list = page.querySelector(".list");
    if (list && scroll) {
      list.scrollTop = scroll;
    }
    drawnTab = state.tab;
    if (focused) {
      const filter = document.getElementById("filter");
      filter.focus();
      filter.setSelectionRange(...selection);
    }
    if (current) {
      announce.textContent = many(current.items.length, "entry", "entries");
    }
  }

  // ---- a run that has not ended -----------------------------------------------------------------------------------

  const connection = el("span", { class: "chip", role: "status" }, "connecting");
  let refreshing = false;

  function connected(text, look) {
    connection.className = "chip " + look;
    connection.textContent = text;
  }

  function put(list, key, items) {
    const known = new Map(list.map((item) => [item[key], item]));
    items.forEach((item) => {
      const before = known.get(item[key]);
      if (before) {
        Object.assign(before, item);
      } else {
        list.push(item);
        known.set(item[key], item);
      }
    });
  }

  function take(update) {
    const run = data.runs[0];
    run.counts = update.counts;
    run.troubles = update.troubles;
    update.recordings.forEach((row) => {
      row.words = undefined;
      if (row.state !== "served") {
        bodies[0].delete(row.path); // It may have been written again.
      }
    });
    put(run.recordings, "path", update.recordings);
    update.misses.forEach((miss) => { miss.words = undefined; });
    put(run.misses, "id", update.misses);
    run.causes = update.causes;
    put(run.changes, "path", update.changes);
    const last = live.requests.length ? live.requests[0].n : 0;
    const news = update.requests.filter((request) => request.n > last);
    list(news);
    const missed = news.filter((request) => request.state === "missed");
    if (missed.length && announce) {
      announce.textContent = "Missed: " + missed.map((request) => request.method + " " + request.endpoint).join(", ");
    }
    if (!refreshing) {
      refreshing = true;
      setTimeout(refresh, 200);
    }
  }

  // Puts requests in front of the listed ones, because the newest matters most.
  function list(news) {
    news.forEach((request) => {
      request.run = 0;
      request.endpoint = request.path;
      request.words = [request.method, request.path, request.test, request.text, request.recordings.join("\n")].join("\n").toLowerCase();
    });
    live.requests = news.reverse().concat(live.requests).slice(0, MOST_REQUESTS);
  }

  // Draws what has changed, and leaves alone what somebody reads: the detail, the scroll position and the focus.
  function refresh() {
    refreshing = false;
    derive();
    const focused = document.activeElement;
    const link = focused && focused.getAttribute("href");
    page.querySelector(".facts").replaceChildren(...facts().filter(Boolean));
    TABS.forEach(([tab], i) => {
      const count = page.querySelectorAll(".tabs a")[i].querySelector(".n");
      if (count) {
        count.textContent = number(counted(tab));
      }
    });
    const before = current;
    const old = page.querySelector(".list") || page.querySelector(".wide");
    const scroll = old.scrollTop;
    const content = drawn();
    if (before && before.chosen === current.chosen && before.items.length) {
      Object.assign(current, { copy: before.copy, renew: before.renew });
      old.replaceWith(current.box);
      if (current.renew) {
        current.renew();
      }
    } else {
      old.closest(".body, .wide").replaceWith(content);
    }
    const now = page.querySelector(".list") || page.querySelector(".wide");
    const added = before && state.tab === "requests" && scroll > 0 ? current.items.length - before.items.length : 0;
    now.scrollTop = scroll + added * ROW;
    if (current) {
      current.draw();
    }
    if (focused && !focused.isConnected) {
      const same = focused === old ? now : [...page.querySelectorAll("a")].find((each) => link && each.getAttribute("href") === link);
      if (same) {
        same.focus({ preventScroll: true });
      }
    }
  }

  function follow() {
    const stream = new EventSource("recorder/page/events?after=" + live.after);
    stream.onopen = () => connected("live", "good");
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED) {
        ended();
      } else {
        connected("connection lost", "warn");
      }
    };
    stream.addEventListener("update", (event) => take(JSON.parse(event.data)));
    stream.addEventListener("recorded", (event) => {
      const told = JSON.parse(event.data);
      say(told.n, told.text);
    });
    stream.addEventListener("reload", () => {
      stream.close();
      location.reload();
    });
    stream.addEventListener("end", () => {
      stream.close();
      ended();
    });
  }

  function ended() {
    connected("the run has ended", "");
    data.runs[0].sentence = "The run has ended";
  }

  function theme() {
    const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
    setTheme(dark ? "light" : "dark");
    try {
      localStorage.setItem("recorder-theme", dark ? "light" : "dark");
    } catch (notAllowed) {
      // It lasts as long as the page, then.
    }
  }

  function setTheme(name) {
    if (name === "light" || name === "dark") {
      document.documentElement.setAttribute("data-theme", name);
    }
  }

  function help() {
    const open = document.querySelector("dialog");
    if (open) {
      open.remove();
      return;
    }
    const line = (keys, what) => el("tr", {}, el("td", {}, keys.map((key) => [el("kbd", {}, key), " "])), el("td", {}, what));
    const box = el("dialog", { "aria-label": "Keys and filter" }, el("h2", {}, "Keys"),
      el("table", {}, el("tbody", {}, line(["/"], "filter"), line(["j", "k"], "next, previous"), line(["Enter"], "to the detail"), line(["c"], "copy the command or the conversation"), line(["Esc"], "back to the list"), line(["?"], "this help"))),
      el("h2", {}, "Filter"), el("p", {}, "Words, and fields as in test:ChatIT service:openai model:gpt-4o status:429 state:new kind:embeddings endpoint:chat path:abc module:shop. A minus before a term leaves out what has it."),
      el("button", { type: "button", onclick: () => box.remove() }, "Close"));
    document.body.append(box);
    box.showModal();
    box.addEventListener("close", () => box.remove());
  }

  function step(by) {
    if (current && current.items.length) {
      const at = Math.max(0, Math.min(current.items.length - 1, current.at + by));
      current.open(current.items[at]);
    }
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog")) {
      return;
    }
    if (event.key === "Escape") {
      if (typing) {
        event.target.blur();
      }
      go({ tab: state.tab, q: typing ? "" : state.q }, true);
      return;
    }
    if (typing && event.key !== "Enter") {
      return;
    }
    const inList = document.activeElement && document.activeElement.classList.contains("list");
    const keys = {
      "/": () => document.getElementById("filter").focus(),
      "?": help,
      j: () => step(1),
      k: () => step(-1),
      c: () => current && current.copy && copy(current.copy()),
      Enter: () => {
        const detail = document.querySelector(".detail");
        if ((typing || inList) && detail) {
          if (current && current.items.length && current.at >= 0) {
            current.open(current.items[current.at]);
          }
          requestAnimationFrame(() => document.querySelector(".detail").focus());
          return true;
        }
        return false;
      },
    };
    if (inList) {
      keys.ArrowDown = keys.j;
      keys.ArrowUp = keys.k;
    }
    if (Object.hasOwn(keys, event.key) && keys[event.key]() !== false) {
      event.preventDefault();
    }
  });

  window.addEventListener("hashchange", () => {
    const list = document.activeElement && document.activeElement.classList.contains("list");
    read();
    render();
    if (list && document.querySelector(".list")) {
      document.querySelector(".list").focus();
    }
  });
  window.addEventListener("resize", () => current && current.draw());
  try {
    setTheme(localStorage.getItem("recorder-theme"));
  } catch (notAllowed) {
    // The system's choice, then.
  }
  if (live) {
    const first = live.requests;
    live.requests = [];
    list(first);
  }
  read();
  render();
  if (live) {
    follow();
  }
})();
