import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("reactivation_claim", {
    steps: () => [
        // a card of nobody, found by its filter
        { trigger: ".o_searchview_facet:contains(My cards) .o_facet_remove", run: "click" },
        { trigger: ".o_kanban_record:contains(Tour Bakery)" },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: ".o_filter_menu .o_menu_item:contains(To claim)", run: "click" },
        { trigger: ".o_kanban_view:not(:contains(Tour Bakery))" },
        { trigger: ".o_kanban_record:contains(Tour Nobody)", run: "click" },
        { trigger: "button[name=action_claim]", run: "click" },
        { trigger: "[name=user_id]:contains(Tour Seller)" },
        // and given back
        { trigger: "button[name=action_give_back]", run: "click" },
        { trigger: "button[name=action_claim]" },
    ],
});
