import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";

const BY_AMOUNT = { name: "at_stake_amount", asc: false };

/** In which order cards are worked; pinned ones stay on top. The first is the default. */
const ORDERS = [
    { label: _t("Priority"), by: [{ name: "rank", asc: true }, BY_AMOUNT] },
    { label: _t("Silent the longest"), by: [{ name: "silent_since", asc: true }, BY_AMOUNT] },
    { label: _t("Highest turnover"), by: [BY_AMOUNT] },
].map((order) => ({ ...order, by: [{ name: "pinned", asc: false }, ...order.by] }));

const inWords = (orderBy) => JSON.stringify(orderBy.map(({ name, asc }) => [name, asc]));

/** Chooses the order of the cards in all columns, whatever the filters. */
export class BoardOrder extends Component {
    static template = "crm_reactivation.BoardOrder";
    static components = { Dropdown, DropdownItem };
    static props = { list: Object };

    orders = ORDERS;

    /** The chosen order; none when a favourite of the search has one of its own. */
    get chosen() {
        const { orderBy } = this.props.list;
        if (!orderBy.length) {
            return ORDERS[0];
        }
        return ORDERS.find(({ by }) => inWords(by) === inWords(orderBy));
    }

    choose(order) {
        return this.props.list.model.load({ orderBy: order.by });
    }
}
