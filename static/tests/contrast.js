/**
 * Contrast of the texts on a page, as WCAG 2.1 computes it (success criterion 1.4.3,
 * level AA): 4.5:1, large texts (24 px, or bold and 18.66 px) 3:1.
 *
 * Read and run by tests/test_contrast.py in the page itself; not part of any bundle.
 */
window.reactivationContrast = (() => {
    const SHOWN = { opacityProperty: true, visibilityProperty: true };

    /** [red, green, blue (0..255), alpha (0..1)] of a computed colour. */
    function parse(text) {
        const numbers = (text.match(/-?[\d.]+(e-?\d+)?/g) || []).map(Number);
        if (text.startsWith("rgb")) {
            const [red, green, blue, alpha = 1] = numbers;
            return [red, green, blue, alpha];
        }
        if (text.startsWith("color(srgb")) {
            const [red, green, blue, alpha = 1] = numbers;
            return [red * 255, green * 255, blue * 255, alpha];
        }
        throw new Error(`a colour that this test does not know: ${text}`);
    }

    /** What is seen of a colour with that opacity before another one. */
    function over([red, green, blue, alpha], below, opacity = 1) {
        const mix = (front, back) => front * alpha * opacity + back * (1 - alpha * opacity);
        return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1];
    }

    function luminance(color) {
        const [red, green, blue] = color.slice(0, 3).map((value) => {
            const share = value / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    function ratio(one, other) {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    }

    /** Elements from the page down to this one. */
    function chain(element) {
        const elements = [];
        for (let each = element; each; each = each.parentElement) {
            elements.unshift(each);
        }
        return elements;
    }

    /** Colour at a text: backgrounds and opacities of all that is around it, then itself. */
    function render(elements, below, text) {
        const [element, ...inside] = elements;
        if (!element) {
            return text ? over(text, below) : below;
        }
        const style = getComputedStyle(element);
        const background = over(parse(style.backgroundColor), below);
        const inner = render(inside, background, text);
        return over(inner, below, Number(style.opacity));
    }

    /** An image or a gradient behind a text: nothing to compute with. */
    function isPictured(elements) {
        return elements.some((each) => {
            const style = getComputedStyle(each);
            return style.backgroundImage !== "none" && !style.backgroundImage.includes("svg");
        });
    }

    function isDisabled(element) {
        return (
            element.closest(":disabled, [aria-disabled='true'], .disabled") ||
            element.closest("label")?.control?.disabled
        );
    }

    function isSeen(element) {
        const { width, height } = element.getBoundingClientRect();
        return width > 1 && height > 1 && element.checkVisibility(SHOWN);
    }

    /** Elements that hold a text of their own, with that text. */
    function* texts(root) {
        for (const element of root.querySelectorAll("*")) {
            const written = ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName)
                ? element.value
                : [...element.childNodes]
                      .filter((node) => node.nodeType === Node.TEXT_NODE)
                      .map((node) => node.textContent)
                      .join(" ");
            const choice = ["radio", "checkbox", "hidden"].includes(element.type);
            if (written?.trim() && !choice && isSeen(element) && !isDisabled(element)) {
                yield [element, written.trim().replace(/\s+/g, " ")];
            }
        }
    }

    function where(element) {
        const named = chain(element).slice(-4);
        return named
            .map((each) => {
                const classes = [...each.classList].map((name) => `.${name}`).join("");
                return each.tagName.toLowerCase() + classes;
            })
            .join(" > ");
    }

    return function measure(root, ignored) {
        const found = [];
        let count = 0;
        for (const [element, written] of texts(root)) {
            const elements = chain(element);
            if ((ignored && element.closest(ignored)) || isPictured(elements)) {
                continue;
            }
            count += 1;
            const style = getComputedStyle(element);
            const size = parseFloat(style.fontSize);
            const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
            const white = [255, 255, 255, 1];
            const color = style.fill && element.closest("svg") ? style.fill : style.color;
            const seen = ratio(
                render(elements, white, parse(color)),
                render(elements, white, null)
            );
            if (seen < (large ? 3 : 4.5)) {
                const words = `“${written.slice(0, 60)}” (${color})`;
                found.push(`${seen.toFixed(2)}: ${words} ${where(element)}`);
            }
        }
        return { count, found };
    };
})();
