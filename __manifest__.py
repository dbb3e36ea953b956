{
    "name": "Customer Reactivation",
    "version": "19.0.1.0.0",
    "summary": "Which customers went silent, how hard each is to win back, and when",
    "author": "Customer Reactivation contributors",
    "license": "LGPL-3",
    "category": "Sales/CRM",
    "depends": ["sale_crm", "sale_management", "mass_mailing"],
    "data": [
        "security/ir.model.access.csv",
        "security/reactivation_security.xml",
        "data/reactivation_category_data.xml",
        "data/reactivation_policy_data.xml",
        "data/ir_cron_data.xml",
        "data/ir_actions_server_data.xml",
    ],
    "post_init_hook": "post_init_hook",
}
