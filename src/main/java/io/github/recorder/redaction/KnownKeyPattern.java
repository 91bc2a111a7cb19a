package io.github.recorder.redaction;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The forms of well-known credentials, by which they are told wherever they stand. The sources are the providers' own documents and the rules of
 * <a href="https://github.com/gitleaks/gitleaks">gitleaks</a>; each is narrow enough that no word of a language has the form.
 */
enum KnownKeyPattern {
    ANTHROPIC("Anthropic key", "sk-ant-[A-Za-z0-9_-]{20,}", "sk-ant-"),
    OPENAI("OpenAI key", "sk-(?:proj-|svcacct-|admin-|or-v1-)?[A-Za-z0-9_-]*[A-Za-z0-9]{20,}", "sk-"),
    GOOGLE("Google API key", "AIza[0-9A-Za-z_-]{35}", "AIza"),
    GOOGLE_OAUTH("Google OAuth token", "ya29\\.[0-9A-Za-z_-]{20,}", "ya29."),
    GROQ("Groq key", "gsk_[A-Za-z0-9]{40,}", "gsk_"),
    XAI("xAI key", "xai-[A-Za-z0-9]{40,}", "xai-"),
    HUGGING_FACE("Hugging Face token", "hf_[A-Za-z0-9]{30,}", "hf_"),
    REPLICATE("Replicate token", "r8_[A-Za-z0-9]{36,}", "r8_"),
    PERPLEXITY("Perplexity key", "pplx-[A-Za-z0-9]{40,}", "pplx-"),
    NVIDIA("NVIDIA key", "nvapi-[A-Za-z0-9_-]{40,}", "nvapi-"),
    FIREWORKS("Fireworks key", "fw_[A-Za-z0-9]{22,}", "fw_"),
    TAVILY("Tavily key", "tvly-[A-Za-z0-9-]{24,}", "tvly-"),
    AWS_LASTING("AWS access key id", "AKIA[A-Z2-7]{16}", "AKIA"),
    AWS_PASSING("AWS access key id", "ASIA[A-Z2-7]{16}", "ASIA"),
    GITHUB("GitHub token", "gh[pousr]_[A-Za-z0-9]{36,}", "gh"),
    GITHUB_FINE("GitHub fine-grained token", "github_pat_[A-Za-z0-9_]{40,}", "github_pat_"),
    GITLAB("GitLab token", "glpat-[A-Za-z0-9_-]{20,}", "glpat-"),
    SLACK("Slack token", "xox[abeoprs]-[A-Za-z0-9-]{10,}", "xox"),
    SLACK_HOOK("Slack webhook", "hooks\\.slack\\.com/services/[A-Za-z0-9/]{30,}", "hooks.slack.com/services/"),
    STRIPE("Stripe key", "[sr]k_(?:live|test)_[A-Za-z0-9]{16,}", "k_"),
    SENDGRID("SendGrid key", "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}", "SG."),
    NPM("npm token", "npm_[A-Za-z0-9]{36}", "npm_"),
    PYPI("PyPI token", "pypi-AgE[A-Za-z0-9_-]{50,}", "pypi-AgE"),
    DIGITAL_OCEAN("DigitalOcean token", "do[opr]_v1_[a-f0-9]{64}", "_v1_"),
    AZURE_STORAGE("Azure account key", "AccountKey=[A-Za-z0-9+/]{40,}={0,2}", "AccountKey="),
    AZURE_SHARED("Azure shared access key", "SharedAccessKey=[A-Za-z0-9+/]{40,}={0,2}", "SharedAccessKey="),
    AZURE_SIGNATURE("Azure shared access signature", "[?&]sig=[A-Za-z0-9%+/]{40,}", "sig="),
    JWT("JSON Web Token", "eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}", "eyJ"),
    PRIVATE_KEY("private key", "-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----", "-----BEGIN ");

    private final String title;
    private final Pattern pattern;
    private final String mark;

    /**
     * Makes a shape.
     *
     * @param mark a text that is in every match: a quick look tells most strings apart
     */
    KnownKeyPattern(String title, String regex, String mark) {
        this.title = title;
        // In the midst of a word, base64 for instance, the letters are somebody else's.
        this.pattern = Pattern.compile((Character.isLetter(regex.charAt(0)) ? "(?<![A-Za-z0-9])" : "") + regex);
        this.mark = mark;
    }

    /** Returns what a person calls a credential of this form. */
    String title() {
        return title;
    }

    /** Returns the form of a credential that stands in the text; empty where there is none. */
    static Optional<KnownKeyPattern> in(String text) {
        return Arrays.stream(values()).filter(shape -> shape.isIn(text)).findFirst();
    }

    private boolean isIn(String text) {
        return text.contains(mark) && pattern.matcher(text).find();
    }
}
