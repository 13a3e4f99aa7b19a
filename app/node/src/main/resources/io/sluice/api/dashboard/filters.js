// What is shown of a list: a form whose values stand in the address of the page.
import { make } from '/dashboard/words.js';

// fields: [{name, label, options: [[value, words]]} | {name, label, type, hint, most}]; changed is called when one is.
export function filters(place, fields, changed) {
  const form = make('form', 'filters'), inputs = new Map();
  for (const field of fields) {
    const label = make('label', '', field.label), input = field.options ? make('select') : make('input');
    if (field.options) {
      for (const [value, words] of [['', 'any'], ...field.options]) {
        const option = make('option', '', words);
        option.value = value;
        input.append(option);
      }
    } else {
      input.type = field.type || 'search';
      input.maxLength = field.most || 200;
      if (field.hint) input.placeholder = field.hint;
    }
    input.name = field.name;
    label.append(input);
    form.append(label);
    inputs.set(field.name, input);
    if (field.options) input.onchange = () => form.requestSubmit();
  }
  if (fields.some(field => !field.options)) {
    const find = make('button', '', 'Show');
    form.append(find);
  }
  form.onsubmit = event => {
    event.preventDefault();
    const query = new URLSearchParams(location.search);
    query.delete('after');
    for (const [name, input] of inputs) {
      const value = input.value.trim();
      if (value) query.set(name, value); else query.delete(name);
    }
    history.pushState({ before: [] }, '', location.pathname + (query.size ? '?' + query : ''));
    changed();
  };
  function read() {
    const query = new URLSearchParams(location.search);
    for (const [name, input] of inputs) {
      const value = query.get(name) || '';
      if (input.tagName === 'SELECT' && value && !Array.from(input.options).some(option => option.value === value)) {
        const option = make('option', '', value);
        option.value = value;
        input.append(option);
      }
      input.value = value;
    }
  }
  read();
  place.append(form);
  return {
    read,
    values: () => Object.fromEntries(Array.from(inputs, ([name, input]) => [name, input.value.trim()])),
    // What can be chosen is known later.
    options(name, options) {
      const input = inputs.get(name), was = new URLSearchParams(location.search).get(name) || '', sign = JSON.stringify(options);
      if (input.sign === sign) return; // somebody may be choosing just now
      input.sign = sign;
      input.replaceChildren(...[['', 'any'], ...options].map(([value, words]) => {
        const option = make('option', '', words);
        option.value = value;
        return option;
      }));
      if (was && !options.some(([value]) => value === was)) read();
      input.value = was;
    },
  };
}

export const words = list => list.map(word => [word, word.replaceAll('_', ' ')]);
