import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";

/**
 * Asks before a card is moved where its plans do not fit; asks nothing when nothing is upset.
 *
 * @param {Object} services ``orm`` and ``dialog``
 * @param {number} cardId
 * @param {{id: number, name: string}} category where the card would go
 * @returns {Promise<boolean>} whether to move it
 */
export async function mayMove({ orm, dialog }, cardId, category) {
    const warning = await orm.call("reactivation.episode", "move_warning", [
        [cardId],
        category.id,
    ]);
    if (!warning) {
        return true;
    }
    return new Promise((resolve) => {
        dialog.add(
            ConfirmationDialog,
            {
                title: _t("Move to “%(category)s”?", { category: category.name }),
                body: warning,
                confirmLabel: _t("Move the card"),
                confirm: () => resolve(true),
                cancel: () => resolve(false),
            },
            { onClose: () => resolve(false) }
        );
    });
}
