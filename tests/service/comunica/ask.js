// Asks a SPARQL endpoint through Comunica and prints the answers as JSON: [{query, rows | quads | boolean}].
const path = require('path');
const [folder, endpoint, ...queries] = process.argv.slice(2);
const { QueryEngine } = require(path.join(folder, 'node_modules', '@comunica', 'query-sparql'));

const term = (one) => (one.termType === 'Literal' ? { value: one.value, type: one.datatype.value } : { value: one.value });

async function answer(engine, query) {
  const context = { sources: [{ type: 'sparql', value: endpoint }] };
  const result = await engine.query(query, context);
  if (result.resultType === 'boolean') return { boolean: await result.execute() };
  const items = await (await result.execute()).toArray();
  if (result.resultType === 'quads') return { quads: items.map((quad) => [quad.subject, quad.predicate, quad.object].map(term)) };
  return { rows: items.map((row) => Object.fromEntries([...row].map(([name, value]) => [name.value, term(value)]))) };
}

(async () => {
  const engine = new QueryEngine();
  const answers = [];
  for (const query of queries) answers.push(await answer(engine, query));
  console.log(JSON.stringify(answers));
})().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
