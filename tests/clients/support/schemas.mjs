import Ajv2020 from 'ajv/dist/2020.js';
import assert from 'node:assert/strict';

/** The tool whose answer is one entry of the batch tool's answer. */
const single = { get_kling_tasks: 'get_kling_task', wait_for_kling_tasks: 'wait_for_kling_task' };

/** Checks structured answers against the output schemas of a tool list, in JSON Schema 2020-12. */
export class Schemas {
  #ajv = new Ajv2020({ strict: true, allErrors: true });
  #validators;

  constructor(tools) {
    const compiled = schema => [schema, closed(schema)].map(one => this.#ajv.compile(one));
    this.#validators = Object.fromEntries(tools.map(({ name, outputSchema }) => [name, compiled(outputSchema)]));
  }

  /**
   * Fails if the answer does not match its tool's schema, or has a field that the schema does not name. Each of several tasks and
   * each error must match the schema of a single task.
   */
  check(tool, answer) {
    this.#valid(tool, answer);
    for (const { asked, ...task } of answer.tasks ?? []) this.#valid(single[tool], task);
    for (const { error } of [answer, ...answer.errors ?? []]) if (error) this.#valid('get_kling_task', { error });
  }

  #valid(tool, answer) {
    for (const validate of this.#validators[tool]) {
      assert.ok(validate(answer), `${tool}: ${this.#ajv.errorsText(validate.errors)}\n${JSON.stringify(answer)}`);
    }
  }
}

/** The schema with `additionalProperties: false` everywhere but in `tasks`, whose items it describes only in part. */
function closed(schema) {
  const properties = schema.properties && Object.fromEntries(
    Object.entries(schema.properties).map(([name, inner]) => [name, name === 'tasks' ? inner : closed(inner)]));
  return { ...schema, ...properties && { properties, additionalProperties: false }, ...schema.items && { items: closed(schema.items) } };
}
