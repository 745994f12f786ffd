import Ajv2020 from 'ajv/dist/2020.js';
import assert from 'node:assert/strict';

/** What several tasks' answers are made of: the answers of these. */
const single = { get_kling_tasks: 'get_kling_task', wait_for_kling_tasks: 'wait_for_kling_task' };

/** Checks structured answers against the output schemas of a tool list, in JSON Schema 2020-12. */
export class Schemas {
  #ajv = new Ajv2020({ strict: true, allErrors: true });
  #validators;

  constructor(tools) {
    this.#validators = Object.fromEntries(tools.map(({ name, outputSchema }) => [name, [this.#ajv.compile(outputSchema), this.#ajv.compile(closed(outputSchema))]]));
  }

  /** The answer keeps to its tool's schema and has no field that the schema does not name; so do its single tasks and errors to the schema of one task. */
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

/** The same schema, but that an object holds only what is named. The items of several tasks are typed in part, and so are left open. */
function closed(schema) {
  const properties = schema.properties && Object.fromEntries(
    Object.entries(schema.properties).map(([name, inner]) => [name, name === 'tasks' ? inner : closed(inner)]));
  return { ...schema, ...properties && { properties, additionalProperties: false }, ...schema.items && { items: closed(schema.items) } };
}
