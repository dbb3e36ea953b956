import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/**
 * Odoo saves a form whose page is closed. A logged call takes effect and stays: only the
 * buttons of the dialog log it, and the browser asks before what was filled in is lost.
 */
class LogController extends FormController {
    async beforeUnload(ev) {
        if (this.model.root.dirty) {
            ev.preventDefault();
        }
    }
}

registry.category("views").add("reactivation_log", { ...formView, Controller: LogController });
