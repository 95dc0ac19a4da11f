/** The JSON Schema of network files for their authors, out of the schema of everything that crosses a border. */
export function networkSchema({ $schema, definitions }) {
  const { Network, ...others } = definitions;
  const needed = new Set();
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return;
    const name = typeof node.$ref === 'string' ? node.$ref.replace('#/definitions/', '') : undefined;
    if (name !== undefined && !needed.has(name)) {
      needed.add(name);
      visit(definitions[name]);
    }
    Object.values(node).forEach(visit);
  };
  visit(Network);
  return {
    $schema,
    $id: 'https://raw.githubusercontent.com/gridloom/node-red-smart-grid/main/docs/network.schema.json',
    title: 'Gridloom network',
    description:
      "A power grid as a file: impedances per unit on base_mva and the buses' nominal voltage, powers in MW and Mvar. " +
      'docs/network-format.md says what a network must satisfy beyond this form.',
    ...Network,
    definitions: Object.fromEntries(Object.entries(others).filter(([name]) => needed.has(name))),
  };
}
