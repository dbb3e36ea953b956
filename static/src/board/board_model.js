import { RelationalModel } from "@web/model/relational_model/relational_model";
import { mayMove } from "./move_warning";

/** The columns: a drop that upsets plans is asked about before anything is written. */
export class BoardGroupList extends RelationalModel.DynamicGroupList {
    async moveRecord(dataRecordId, dataGroupId, refId, targetGroupId) {
        if (
            dataGroupId === targetGroupId ||
            this.groupByField.name !== "category_id" ||
            (await this.mayMove(dataRecordId, targetGroupId))
        ) {
            return super.moveRecord(dataRecordId, dataGroupId, refId, targetGroupId);
        }
    }

    mayMove(dataRecordId, targetGroupId) {
        const record = this.records.find(({ id }) => id === dataRecordId);
        const group = this.groups.find(({ id }) => id === targetGroupId);
        const category = { id: group.value, name: group.displayName };
        return mayMove(this.model, record.resId, category);
    }
}

export class BoardModel extends RelationalModel {
    static DynamicGroupList = BoardGroupList;
}
