// The query page: the editor on our own endpoint, stored questions as a start, no request to another host.
"use strict";
(function () {
  const element = document.getElementById("editor");
  const message = document.getElementById("message");
  const choice = document.getElementById("example");
  const start = [
    "PREFIX cg: <https://w3id.org/claimgraph/ns#>",
    "SELECT ?claim ?text WHERE { ?claim a cg:Claim ; cg:contentText ?text } LIMIT 20",
    "",
  ].join("\n");

  // These two ask a public vocabulary service for suggestions.
  for (const name of ["class", "property"]) {
    Yasgui.Yasqe.disableCompleter && Yasgui.Yasqe.disableCompleter(name);
  }
  Yasgui.Yasqe.defaults.autocompleters = ["prefixes", "variables"];
  Yasgui.Yasqe.defaults.value = start;
  const editor = new Yasgui(element, {
    requestConfig: { endpoint: element.dataset.endpoint, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint: element.dataset.endpoint }] },
    persistenceId: "claimgraph_" + element.dataset.endpoint,
  });

  async function open(name, search) {
    message.textContent = "";
    const answer = await fetch("/q/" + encodeURIComponent(name) + ".rq" + search);
    const text = await answer.text();
    if (answer.ok) {
      editor.getTab().setQuery(text);
    } else {
      message.textContent = JSON.parse(text).detail;
    }
  }

  choice.addEventListener("change", () => {
    const option = choice.selectedOptions[0];
    if (option.value) open(option.value, option.dataset.search);
  });
  const asked = new URLSearchParams(location.search);
  const name = asked.get("question");
  if (name) {
    asked.delete("question");
    const search = asked.toString();
    open(name, search ? "?" + search : "");
  }
})();
