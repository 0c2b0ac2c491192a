// What Enketo's own pages do with a form: transform it, open it (also to edit what was sent), and write what was filled in.
import { transform } from 'enketo-transformer/web';
import { Form } from 'enketo-core';
import fileManager from 'enketo/file-manager';

window.enketo = {
    async open(xform, external, instanceStr) {
        const { form, model } = await transform({ xform });
        const main = document.querySelector('main');
        const footer = document.querySelector('.form-footer');
        main.replaceChildren(document.createRange().createContextualFragment(form), footer);
        const read = (xml) => new DOMParser().parseFromString(xml, 'text/xml');
        this.form = new Form(document.querySelector('form.or'), {
            modelStr: model,
            instanceStr,
            submitted: Boolean(instanceStr),
            external: external.map(({ id, xml }) => ({ id, xml: read(xml) })),
        });
        return this.form.init();
    },
    validate() {
        return this.form.validate();
    },
    written() {
        return this.form.getDataStr({ irrelevant: false });
    },
    async files() {
        const found = fileManager.getCurrentFiles();
        return Promise.all(found.map(async (file) => [file.name, [...new Uint8Array(await file.arrayBuffer())]]));
    },
};
