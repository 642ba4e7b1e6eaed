// Reads a GEXF or JSON file with graphology, as Gephi Lite does, and prints the graph as JSON.
const fs = require('fs');
const path = require('path');
const [folder, kind, file] = process.argv.slice(2);
const load = (name) => require(path.join(folder, 'node_modules', name));
const Graph = load('graphology');
const text = fs.readFileSync(file, 'utf8');
const options = {allowUndeclaredAttributes: true, addMissingNodes: true};
const graph =
  kind === 'gexf'
    ? load('graphology-gexf').parse(Graph.MultiDirectedGraph, text, options)
    : Graph.MultiDirectedGraph.from(JSON.parse(text));
console.log(JSON.stringify(graph.export()));
