import { registry } from "@web/core/registry";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { EmptyHelper } from "../empty_helper/empty_helper";

/** Column title with the number of cards beside the money that the progress bar shows. */
export class BoardHeader extends KanbanHeader {
    static template = "crm_reactivation.BoardHeader";
}

export class BoardRenderer extends KanbanRenderer {
    static components = {
        ...KanbanRenderer.components,
        ActionHelper: EmptyHelper,
        KanbanHeader: BoardHeader,
    };
}

export const boardView = { ...kanbanView, Renderer: BoardRenderer };

registry.category("views").add("reactivation_board", boardView);
