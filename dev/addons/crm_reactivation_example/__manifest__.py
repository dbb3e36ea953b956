{
    "name": "Customer Reactivation: example of an extension",
    "summary": "Shows developers how another add-on extends Customer Reactivation",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Customer Reactivation contributors",
    "license": "LGPL-3",
    "depends": ["crm_reactivation"],
    "data": [
        "security/ir.model.access.csv",
        "data/reactivation_criterion_data.xml",
        "data/reactivation_channel_data.xml",
        "views/reactivation_policy_views.xml",
    ],
}
