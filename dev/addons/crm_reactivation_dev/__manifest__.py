{
    "name": "Customer Reactivation: development aids",
    "summary": "Only for the databases of the tools in dev/; never shipped",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Customer Reactivation contributors",
    "license": "LGPL-3",
    "depends": ["mail"],
    "assets": {
        # Debian's package of Odoo comes without this file, and the browser's error
        # about it would fail every browser test. Only video calls use it.
        "web.assets_backend": [
            (
                "remove",
                "mail/static/lib/selfie_segmentation/selfie_segmentation.js",
            ),
        ],
    },
}
