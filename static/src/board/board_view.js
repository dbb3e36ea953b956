import { onMounted, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { EmptyHelper } from "../empty_helper/empty_helper";
import { FiguresStatus } from "../figures_status/figures_status";
import { BoardModel } from "./board_model";
import { BoardOrder } from "./board_order";
import { MoveDialog } from "./move_dialog";

/**
 * Column title with the number of cards beside the money that the progress bar shows. Its
 * tooltip is headed by the column's name, then the company's own experience by its label:
 * labels in the options of a view would not be translated.
 */
export class BoardHeader extends KanbanHeader {
    static template = "crm_reactivation.BoardHeader";

    setup() {
        super.setup();
        const loadTooltip = this.loadTooltip;
        this.loadTooltip = async () => {
            const entries = await loadTooltip();
            const titles = [this.group.displayName, _t("Own experience")];
            return entries.map((entry, index) => ({ ...entry, title: titles[index] }));
        };
    }
}

export class BoardRenderer extends KanbanRenderer {
    static components = {
        ...KanbanRenderer.components,
        ActionHelper: EmptyHelper,
        KanbanHeader: BoardHeader,
    };

    setup() {
        super.setup();
        this.dialog = useService("dialog");
    }

    /** After a drop that a person decided, ask why. */
    async sortRecordDrop(dataRecordId, dataGroupId, params) {
        const record = this.props.list.records.find(({ id }) => id === dataRecordId);
        const before = record?.data.category_id?.id;
        await super.sortRecordDrop(dataRecordId, dataGroupId, params);
        const category = record?.data.category_id;
        if (!category || category.id === before || !record.data.move_reason_missing) {
            return;
        }
        this.dialog.add(MoveDialog, {
            cardId: record.resId,
            cardName: record.data.partner_id.display_name,
            categoryName: category.display_name,
            onChanged: () => this.props.list.model.load(),
        });
    }
}

/**
 * Orders the cards; says beside the title who has more of them than the company wants and of
 * when the figures are, and in a line above the columns how the reader's own objective goes.
 */
export class BoardController extends KanbanController {
    static template = "crm_reactivation.BoardView";
    static components = { ...KanbanController.components, BoardOrder, FiguresStatus };

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.load = useState({ sentences: [] });
        this.objectives = useState({ lines: [] });
        this.figures = useState({ status: null });
        // after the cards: nobody waits for it
        onMounted(async () => {
            const loads = await this.orm.call("reactivation.episode", "get_card_load", []);
            this.load.sentences = loads.map(({ sentence }) => sentence).filter(Boolean);
        });
        onMounted(async () => {
            this.figures.status = await this.orm.call(
                "reactivation.customer",
                "get_refresh_status",
                []
            );
        });
        onMounted(async () => {
            this.objectives.lines = await this.orm.call(
                "reactivation.objective",
                "get_board_lines",
                []
            );
        });
    }

    openObjective(objectiveId) {
        return this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: "reactivation.objective",
            res_id: objectiveId,
            views: [[false, "form"]],
        });
    }

    get loadText() {
        const count = this.load.sentences.length;
        return count > 1 ? _t("Too many cards: %(count)s people", { count }) : _t("Too many cards");
    }
}

export const boardView = {
    ...kanbanView,
    Controller: BoardController,
    Model: BoardModel,
    Renderer: BoardRenderer,
};

registry.category("views").add("reactivation_board", boardView);
