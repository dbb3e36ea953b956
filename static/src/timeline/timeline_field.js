import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { getColor, getCustomColor } from "@web/core/colors/colors";
import { cookie } from "@web/core/browser/cookie";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const DAY = 24 * 3600 * 1000;
// More ticks than this would be a wall, not a rhythm.
const MAX_TICKS = 40;

/**
 * Purchases over time as bars, with the usual rhythm, the threshold and today.
 */
export class ReactivationTimeline extends Component {
    static template = "crm_reactivation.Timeline";
    static props = { ...standardFieldProps };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                if (!this.canvas.el) {
                    return;
                }
                const chart = new Chart(this.canvas.el, this.chartConfig());
                return () => chart.destroy();
            },
            () => [JSON.stringify(this.data)]
        );
    }

    get data() {
        return this.props.record.data[this.props.name];
    }

    /** The chart in one sentence, for those who cannot see it. */
    get description() {
        const { purchases, inactive } = this.data;
        return _t(
            "%(count)s days with purchases, the last one on %(last)s; inactive from %(inactive)s.",
            {
                count: purchases.length,
                last: this.day(purchases[purchases.length - 1]?.[0]),
                inactive: this.day(inactive),
            }
        );
    }

    day(iso) {
        return iso ? formatDate(deserializeDate(iso)) : "";
    }

    moment(iso) {
        return deserializeDate(iso).toMillis();
    }

    amount(value) {
        return formatMonetary(value, { currencyId: this.data.currency_id });
    }

    chartConfig() {
        const { purchases } = this.data;
        const scheme = cookie.get("color_scheme");
        const muted = getCustomColor(scheme, "#6b7280", "#9ca3af");
        const top = Math.max(...purchases.map(([, amount]) => amount), 1);
        return {
            data: {
                datasets: [
                    {
                        type: "bar",
                        label: _t("Purchases"),
                        data: purchases.map(([day, amount]) => ({
                            x: this.moment(day),
                            y: amount,
                        })),
                        backgroundColor: getColor(0, scheme, "sm"),
                        maxBarThickness: 10,
                        minBarLength: 3,
                        barPercentage: 1,
                        order: 2,
                    },
                    ...this.rhythm(muted),
                    ...this.line("expected", _t("Expected next order"), "#0d9488", top),
                    ...this.line("at_risk", _t("At risk from"), "#d97706", top),
                    ...this.line("inactive", _t("Inactive from"), "#dc2626", top),
                    ...this.line("today", _t("Today"), muted, top),
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                plugins: {
                    legend: {
                        position: "bottom",
                        labels: { usePointStyle: true, boxHeight: 6, color: muted },
                    },
                    tooltip: {
                        callbacks: {
                            title: (items) => this.tooltipDay(items[0]),
                            label: (item) => this.tooltipLabel(item),
                        },
                    },
                },
                scales: {
                    x: {
                        type: "time",
                        time: { minUnit: "day" },
                        grid: { display: false },
                        ticks: { maxRotation: 0, autoSkipPadding: 24, color: muted },
                    },
                    y: {
                        beginAtZero: true,
                        ticks: {
                            maxTicksLimit: 4,
                            color: muted,
                            callback: (value) => this.amount(value),
                        },
                    },
                },
            },
        };
    }

    /** When orders would have come at the usual interval, from the last one to today. */
    rhythm(color) {
        const { interval_days: interval, purchases, today } = this.data;
        if (!interval || !purchases.length) {
            return [];
        }
        const ticks = [];
        let moment = this.moment(purchases[purchases.length - 1][0]) + interval * DAY;
        while (moment < this.moment(today) && ticks.length < MAX_TICKS) {
            ticks.push({ x: moment, y: 0 });
            moment += interval * DAY;
        }
        return ticks.length
            ? [
                  {
                      type: "scatter",
                      label: _t("Usual rhythm"),
                      data: ticks,
                      pointStyle: "triangle",
                      radius: 4,
                      borderColor: color,
                      backgroundColor: color,
                      order: 1,
                  },
              ]
            : [];
    }

    /** A vertical line on a day. */
    line(name, label, color, top) {
        const iso = this.data[name];
        if (!iso) {
            return [];
        }
        const x = this.moment(iso);
        return [
            {
                type: "line",
                label,
                data: [
                    { x, y: 0 },
                    { x, y: top },
                ],
                borderColor: color,
                backgroundColor: color,
                borderWidth: 2,
                borderDash: name === "today" ? [] : [6, 4],
                pointRadius: 0,
                pointHitRadius: 6,
                pointStyle: "line",
                order: 0,
            },
        ];
    }

    tooltipDay(item) {
        return formatDate(luxon.DateTime.fromMillis(item.parsed.x));
    }

    tooltipLabel(item) {
        return item.dataset.type === "bar"
            ? this.amount(item.parsed.y)
            : item.dataset.label;
    }
}

registry.category("fields").add("reactivation_timeline", {
    component: ReactivationTimeline,
    supportedTypes: ["json"],
});
