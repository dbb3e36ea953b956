import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getColor, getCustomColor } from "@web/core/colors/colors";

/** Bars of customers by month, in the colours of Odoo's graphs. */
export class MonthChart extends Component {
    static template = "crm_reactivation.MonthChart";
    static props = { labels: Array, counts: Array, title: String };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                const chart = new Chart(this.canvas.el, this.config);
                return () => chart.destroy();
            },
            () => [this.props.counts]
        );
    }

    /** What the bars say, for whoever cannot see them. */
    get text() {
        const months = this.props.labels.map(
            (label, index) => `${label} ${this.props.counts[index]}`
        );
        return `${this.props.title}: ${months.join(", ")}`;
    }

    get config() {
        const scheme = cookie.get("color_scheme");
        const color = getCustomColor(scheme, "#111827", "#FFFFFF");
        return {
            type: "bar",
            data: {
                labels: this.props.labels,
                datasets: [
                    {
                        label: this.props.title,
                        data: this.props.counts,
                        backgroundColor: getColor(0, scheme, "sm"),
                        maxBarThickness: 48,
                    },
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                plugins: { legend: { display: false } },
                scales: {
                    x: { grid: { display: false }, ticks: { color } },
                    y: { beginAtZero: true, ticks: { color, precision: 0 } },
                },
            },
        };
    }
}
