package io.github.recorder.redaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The forms of well-known credentials, by which they are recognized at any place. Prefixes, alphabets and lengths are
 * facts from the rules of <a href="https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml">gitleaks</a>
 * (version of July 2026) and the plugins of <a
 * href="https://github.com/Yelp/detect-secrets/tree/master/detect_secrets/plugins">detect-secrets</a> (April 2026), and
 * from the documentation of the services that neither knows yet.
 *
 * <p>Every expression is bounded and is tried only at its mark, so the time is linear in the text.
 *
 * @param title the name of a credential of this form in messages
 * @param mark a text that every credential of this form contains
 * @param least the minimum number of characters before the mark
 * @param most the maximum number of characters before the mark
 * @param pattern the whole form
 * @param random whether a credential must also look random, because identifiers have the same form
 */
record KnownKeyPattern(String title, String mark, int least, int most, Expression pattern, boolean random) {

    /** A regular expression. It is compiled when it is first tried, because most texts contain none of the marks. */
    private static final class Expression {

        private final String text;
        private volatile @Nullable Pattern compiled;

        Expression(String text) {
            this.text = text;
        }

        Matcher matcher(String searched) {
            Pattern pattern = compiled;
            if (pattern == null) {
                pattern = Pattern.compile(text);
                compiled = pattern;
            }
            return pattern.matcher(searched);
        }
    }

    /**
     * Title, prefixes and the expression for the rest. An asterisk after the title marks forms that must look random.
     */
    private static final String BY_PREFIX = """
            Anthropic key|sk-ant-|[A-Za-z0-9_-]{20,200}
            OpenAI key|sk-proj- sk-svcacct- sk-admin- sk-None-|[A-Za-z0-9_-]{20,250}
            OpenAI session key*|sess-|[A-Za-z0-9]{36,60}(?![A-Za-z0-9_-])
            OpenAI client secret|ek_|[a-f0-9]{32}(?![A-Za-z0-9])
            OpenAI-style key*|sk- csk-|[A-Za-z0-9_-]{20,200}
            Langfuse key|sk-lf-|[0-9a-f]{8}-[0-9a-f-]{27}
            Groq key|gsk_|[A-Za-z0-9]{40,100}
            xAI key|xai-|[A-Za-z0-9]{40,120}
            Hugging Face token|hf_ api_org_|[A-Za-z0-9]{30,60}
            Replicate token|r8_|[A-Za-z0-9]{30,60}
            Perplexity key|pplx-|[A-Za-z0-9]{40,80}
            NVIDIA key|nvapi-|[A-Za-z0-9_-]{40,100}
            Fireworks key*|fw_|[A-Za-z0-9]{22,80}
            Tavily key|tvly-|(?:dev-|prod-)?[A-Za-z0-9-]{24,80}
            Jina key|jina_|[A-Za-z0-9_-]{40,100}
            Voyage key*|pa-|[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])
            Cartesia key|sk_car_|[A-Za-z0-9_-]{16,60}
            ElevenLabs key|sk_|[a-f0-9]{48}(?![A-Za-z0-9])
            LangSmith key|lsv2_pt_ lsv2_sk_ ls__|[a-f0-9]{32}(?:_[a-f0-9]{10})?
            Pinecone key|pcsk_|[A-Za-z0-9_]{40,90}
            RunPod key|rpa_|[A-Z0-9]{32,60}
            PostHog key|phx_ phs_|[A-Za-z0-9]{40,60}
            Together key*|tgp_v1_|[A-Za-z0-9_-]{40,60}
            Weights and Biases key*|wandb_v1_|[A-Za-z0-9_-]{40,100}
            Modal token*|ak- as-|[A-Za-z0-9]{22}(?![A-Za-z0-9_-])
            Google HMAC key|GOOG1E|[A-Z0-9]{55,57}(?![A-Za-z0-9])
            Google API key|AIza|[A-Za-z0-9_-]{35}
            Google API key*|AQ.|[A-Za-z0-9_-]{40,120}
            E2B key|e2b_|[a-f0-9]{40}(?![A-Za-z0-9])
            Firecrawl key|fc-|[a-f0-9]{32}(?![A-Za-z0-9])
            Brave key*|BSA|[A-Za-z0-9_-]{27,29}(?![A-Za-z0-9_-])
            Snyk token|snyk_uat. snyk_sat.|[A-Za-z0-9_.-]{24,300}
            Cloudflare token*|cfut_ cfat_ cfk_|[A-Za-z0-9_-]{36,80}
            MailerSend token|mlsn.|[a-f0-9]{64}(?![A-Za-z0-9])
            Adafruit key|aio_|[A-Za-z]{4}[0-9]{2}[A-Za-z0-9]{22}(?![A-Za-z0-9])
            crates.io token*|cio|[A-Za-z0-9]{32}(?![A-Za-z0-9])
            extended private key|xprv|[1-9A-HJ-NP-Za-km-z]{107}(?![A-Za-z0-9])
            Google OAuth token|ya29.|[A-Za-z0-9_-]{20,400}
            Google refresh token|1//0|[A-Za-z0-9_-]{40,200}
            Google client secret|GOCSPX-|[A-Za-z0-9_-]{28}
            AWS access key id|AKIA ASIA ABIA ACCA A3T|[A-Z0-9]{13,17}(?![A-Za-z0-9])
            AWS session token|IQoJb3JpZ2lu FwoGZXIvYXdz FQoGZXIvYXdz|[A-Za-z0-9+/%]{60,400}
            Amazon Bedrock key|bedrock-api-key-|[A-Za-z0-9+/]{40,400}
            Amazon Bedrock key|ABSK|[A-Za-z0-9+/]{80,300}
            Alibaba access key id|LTAI|[A-Za-z0-9]{16,24}(?![A-Za-z0-9])
            Yandex key|AQVN|[A-Za-z0-9_-]{35,40}
            Tencent secret id*|AKID|[A-Za-z0-9]{32}(?![A-Za-z0-9])
            Maven password*|{|[A-Za-z0-9+/]{42,200}={0,2}\\}
            digest of a password|response=|\\x22?[0-9a-f]{32}(?:[0-9a-f]{32})?(?![0-9A-Za-z])
            Azure account key|AccountKey= SharedAccessKey= EndpointKey=|[A-Za-z0-9+/%]{40,100}
            GitHub token|ghp_ gho_ ghu_ ghs_ ghr_|[A-Za-z0-9]{36,255}
            GitHub fine-grained token|github_pat_|[A-Za-z0-9_]{40,100}
            GitLab token|glpat- gldt- glft- glsoat- glrt- glrtr- glptt- glcbt- glffct- glimt- glagent- gloas-\
            |[A-Za-z0-9_.-]{20,300}
            GitLab runner token|GR1348941|[A-Za-z0-9_-]{20,50}
            Atlassian token|ATATT3 ATCTT3 ATBB|[A-Za-z0-9_=-]{24,250}
            Bitbucket token|BBDC-|[A-Za-z0-9+/@_-]{40,60}
            Slack token|xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs- xoxc- xoxd- xoxe.xoxp- xoxe.xoxb-|[A-Za-z0-9-]{10,250}
            Slack app token|xapp-|[0-9]-[A-Za-z0-9]{5,20}-[0-9]{5,20}-[A-Za-z0-9]{20,100}
            Slack webhook|hooks.slack.com/|(?:services|workflows|triggers)/[A-Za-z0-9+/]{30,100}
            Discord webhook|discord.com/api/webhooks/ discordapp.com/api/webhooks/|[0-9]{15,22}/[A-Za-z0-9_-]{50,90}
            Teams webhook|webhook.office.com/webhookb2/|[A-Za-z0-9@/-]{60,250}
            Stripe key|sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_|[A-Za-z0-9]{10,250}
            Stripe webhook secret|whsec_|[A-Za-z0-9+/]{24,80}
            Square token|sq0atp- sq0csp-|[A-Za-z0-9_-]{22,60}
            Square token*|EAAA|[A-Za-z0-9_+=-]{60,61}(?![A-Za-z0-9_+=-])
            Render key*|rnd_|[A-Za-z0-9]{28,40}(?![A-Za-z0-9_])
            Shopify token|shpat_ shpca_ shppa_ shpss_|[A-Fa-f0-9]{32}
            PayPal token|access_token$production$|[a-z0-9]{16}\\$[a-f0-9]{32}
            Plaid token|access-sandbox- access-development- access-production-|[0-9a-f]{8}-[0-9a-f-]{27}
            SendGrid key|SG.|[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}
            Sendinblue key|xkeysib- xsmtpsib-|[a-f0-9]{64}-[A-Za-z0-9]{16}
            Mailgun key|key-|[a-f0-9]{32}(?![A-Za-z0-9])
            Twilio key|SK|[0-9a-f]{32}(?![A-Za-z0-9])
            npm token|npm_|[A-Za-z0-9]{36}(?![A-Za-z0-9_])
            PyPI token|pypi-AgE|[A-Za-z0-9_-]{50,400}
            RubyGems key|rubygems_|[a-f0-9]{48}
            NuGet key|oy2|[a-z0-9]{43}(?![A-Za-z0-9])
            Clojars token|CLOJARS_|[A-Za-z0-9]{60}
            Artifactory key|AKCp cmVmd|[A-Za-z0-9]{59,69}(?![A-Za-z0-9])
            Docker token|dckr_pat_ dckr_oat_|[A-Za-z0-9_-]{20,60}
            DigitalOcean token|dop_v1_ doo_v1_ dor_v1_|[a-f0-9]{64}
            Vercel token|vercel_blob_rw_ vcp_ vci_ vca_ vcr_ vck_|[A-Za-z0-9_]{24,80}
            Netlify token|nfp_|[A-Za-z0-9]{36,60}
            Supabase key|sbp_|(?:oauth_|v0_)?[a-f0-9]{40}
            Supabase key|sb_secret_|[A-Za-z0-9_-]{20,60}
            Databricks token|dapi|[a-f0-9]{32}(?:-[0-9])?(?![A-Za-z0-9])
            Doppler token|dp.pt. dp.st. dp.sa. dp.ct. dp.scim. dp.audit.|[A-Za-z0-9._-]{40,80}
            Vault token*|s.|[A-Za-z0-9]{24}(?![A-Za-z0-9._-])
            Vault token|hvs. hvb. hvr.|[A-Za-z0-9_-]{24,300}
            Pulumi token|pul-|[a-f0-9]{40}
            Infracost token|ico-|[A-Za-z0-9]{32}(?![A-Za-z0-9])
            Buildkite token|bkua_|[a-f0-9]{40}
            CircleCI token|CCIPAT_|[A-Za-z0-9]{22}_[a-f0-9]{40}
            Resend key*|re_|[A-Za-z0-9]{8}_[A-Za-z0-9]{24}(?![A-Za-z0-9_])
            Neon key*|napi_|[a-z0-9]{40,80}
            LaunchDarkly key|sdk- api-|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f-])
            Adyen key*|AQE|[A-Za-z0-9+/]{70,200}
            Snowflake token|ETMsDgAAA|[A-Za-z0-9+/=_-]{40,400}
            Linear key|lin_api_ lin_oauth_|[A-Za-z0-9]{40,80}
            Notion token|ntn_ secret_|[A-Za-z0-9]{43,50}(?![A-Za-z0-9])
            Figma token|figd_ figo_ figoh_|[A-Za-z0-9_-]{36,80}
            Grafana token|glsa_|[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}
            Grafana token|glc_ eyJrIjoi|[A-Za-z0-9+/=]{32,400}
            New Relic key|NRAK- NRII- NRJS- NRRA-|[A-Za-z0-9-]{19,40}
            Sentry token|sntrys_ sntryu_|[A-Za-z0-9+/=_]{60,400}
            Dynatrace token|dt0c01. dt0s01. dt0s16.|[A-Za-z0-9]{24}\\.[A-Za-z0-9]{64}
            Datadog key|ddapi_ ddapp_|[A-Za-z0-9]{32,40}
            Elastic key|essu_|[A-Za-z0-9+/=]{40,100}
            HubSpot token|pat-na1- pat-na2- pat-eu1- pat-ap1-|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}
            Facebook token|EAA|[A-Za-z0-9]{80,400}
            Postman key|PMAK-|[a-f0-9]{24}-[a-f0-9]{34}
            PlanetScale token|pscale_tkn_ pscale_oauth_ pscale_pw_|[A-Za-z0-9_.=-]{32,64}
            Prefect token|pnu_ pnb_|[A-Za-z0-9]{36}
            ReadMe key|rdme_|[a-z0-9]{60,80}
            Scalingo token|tk-us-|[A-Za-z0-9_-]{48}
            Shippo token|shippo_live_ shippo_test_|[a-fA-F0-9]{40}
            Sonar token|squ_ sqp_ sqa_|[a-f0-9]{40}
            Sourcegraph token|sgp_|(?:[a-f0-9]{16}_|local_)?[a-f0-9]{40}
            SettleMint token|sm_aat_ sm_pat_ sm_sat_|[A-Za-z0-9]{16}
            Typeform token|tfp_|[A-Za-z0-9_.=-]{40,80}
            Contentful token|CFPAT-|[A-Za-z0-9_-]{40,60}
            Duffel token|duffel_test_ duffel_live_|[A-Za-z0-9_=-]{43}
            EasyPost key|EZAK EZTK|[A-Za-z0-9]{54}
            Fly.io token|fo1_|[A-Za-z0-9_-]{43}
            Fly.io token|fm1a_ fm1r_ fm2_|[A-Za-z0-9+/]{80,400}
            Flutterwave key|FLWSECK_TEST- FLWSECK-|[A-Za-z0-9]{12,40}
            Frame.io token|fio-u-|[A-Za-z0-9_=-]{64}
            Heroku key|HRKU-|[A-Za-z0-9_-]{36,70}
            Adobe secret|p8e-|[A-Za-z0-9]{32}
            1Password token|ops_eyJ|[A-Za-z0-9+/]{100,400}
            1Password secret key|A3-|[A-Z0-9]{6}-[A-Z0-9-]{20,40}
            age secret key|AGE-SECRET-KEY-1|[A-Z0-9]{58}
            OpenShift token|sha256~|[A-Za-z0-9_-]{43}
            Octopus key|API-|[A-Z0-9]{26}(?![A-Za-z0-9])
            Tailscale key|tskey-|(?:api|auth|client|scim|webhook)-[A-Za-z0-9-]{16,80}
            Cloudflare key|v1.0-|[a-f0-9]{24}-[a-f0-9]{100,160}
            Defined Networking key|dnkey-|[a-z0-9_=-]{26}-[a-z0-9_=-]{52}
            Authress key|authress_ scauth_|[a-z0-9]{5,30}\\.[a-z0-9]{4,6}\\.acc\
            [_-][a-z0-9-]{10,32}\\.[A-Za-z0-9+/_=-]{30,120}
            Harness key|pat. sat.|[A-Za-z0-9_-]{22}\\.[A-Za-z0-9]{24}\\.[A-Za-z0-9]{20}
            Twitch token|oauth:|[a-z0-9]{30}(?![A-Za-z0-9])
            Mapbox token|sk.eyJ|[A-Za-z0-9_-]{20,200}\\.[A-Za-z0-9_-]{20,40}
            Airtable token|pat|[A-Za-z0-9]{14}\\.[a-f0-9]{64}
            encrypted JSON Web Token|eyJ|[A-Za-z0-9_-]{10,2000}\\.\\.[A-Za-z0-9_-]{10,100}\\.[A-Za-z0-9_-]{10,4000}\\.\
            [A-Za-z0-9_-]{10,100}
            JSON Web Token|eyJ|[A-Za-z0-9_-]{10,2000}\\.(?:eyJ)?[A-Za-z0-9_-]{10,4000}\\.\
            [A-Za-z0-9_-]{10,2000}(?:\\.[A-Za-z0-9_-]{10,4000})?(?:\\.[A-Za-z0-9_-]{10,200})?
            private key|-----BEGIN |[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----\
            (?:\\\\[rn]|%0[AaDd]|\\s|[A-Za-z-]{3,20}: [^\\n\\\\]{1,200}){1,20}\
            [A-Za-z0-9+/=%]{16}[A-Za-z0-9+/=%\\s\\\\]{0,10000}
            private key|MIGHAgEAMBMGByqGSM49AgEG MIG2AgEAMBAGByqGSM49AgEG MC4CAQAwBQYDK2V|[A-Za-z0-9+/]{32,400}
            private JSON Web Key|\"d\"|\\s{0,4}:\\s{0,4}\"[A-Za-z0-9_-]{43,700}
            RSA private key*|<D>|[A-Za-z0-9+/]{64,1000}
            password in a JDBC URL|jdbc:oracle:|[a-z0-9]{2,8}:[A-Za-z0-9_]{1,64}/[^@\\s\"]{4,128}@
            PuTTY private key|PuTTY-User-Key-File-|[23]: [a-z0-9-]{5,40}
            """;

    /** Title, mark, the numbers of characters before the mark, and the whole expression. */
    private static final String BY_INFIX = """
            Azure client secret|Q~|4-4|[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}
            Terraform token|.atlasv1.|14-14|[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}
            private key|IBADANBgkqhkiG9w0BAQEFAASC|6-6|\
            MII[A-Za-z0-9+/]{3}IBADANBgkqhkiG9w0BAQEFAASC[A-Za-z0-9+/=\\s\\\\]{32,5000}
            Firebase server key|:APA91b|7-20|[A-Za-z0-9_-]{7,20}:APA91b[A-Za-z0-9_-]{100,200}
            Azure AI key|JQQJ99|52-52|[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}(?![A-Za-z0-9])
            Azure DevOps token|AZDO|72-84|[A-Za-z0-9]{72,84}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])
            Azure function key|AzFu|40-44|[A-Za-z0-9_-]{40,44}AzFu[A-Za-z0-9]{6}==
            Azure storage key|+ASt|60-78|[A-Za-z0-9+/]{60,78}\\+ASt[A-Za-z0-9+/]{6}==
            Telegram token|:AA|11-13|bot[0-9]{8,10}:AA[A-Za-z0-9_-]{32,34}
            Telegram token|:AA|8-10|[0-9]{8,10}:AA[A-Za-z0-9_-]{32,34}
            Mailchimp key|-us|32-32|[a-f0-9]{32}-us[0-9]{1,2}(?![A-Za-z0-9])
            MaxMind key|_mmk|36-36|[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk
            Mailgun key|-|32-32|[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}(?![A-Za-z0-9-])
            Discord token|.|24-26|[MNO][A-Za-z0-9_-]{23,25}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}
            """;

    /** The only prefix that contains a blank. */
    private static final String PEM = "-----BEGIN ";

    private static final int ASCII = 128;

    private static final List<KnownKeyPattern> PREFIXED = prefixed();

    /** The forms of {@link #PREFIXED} by the first two characters of a text. Most words begin with others. */
    private static final List<List<KnownKeyPattern>> BY_START = byStart();

    private static final List<KnownKeyPattern> INFIXED = infixed();

    /** The indexes of {@link #INFIXED} by the first character of the mark. */
    private static final List<List<Integer>> MARKS = marks();

    private static final CharacterTable FIRST_OF_MARKS = new CharacterTable(
            INFIXED.stream().map(pattern -> pattern.mark.substring(0, 1)).collect(Collectors.joining()));

    private static final CharacterTable ALPHANUMERIC = new CharacterTable(
            CharacterTable.range('0', '9') + CharacterTable.range('A', 'Z') + CharacterTable.range('a', 'z'));

    /**
     * A credential in a text.
     *
     * @param title its name in messages
     * @param start the index of its first character
     * @param end the index after its last character
     */
    record Occurrence(String title, int start, int end) {}

    /**
     * Finds the credentials of a text in order. A long text in base64 is passed over, because random characters have
     * every form sooner or later: what it encodes is searched instead.
     *
     * @param wantsMore receives each credential, and returns whether to look for the next
     */
    static void find(String text, Predicate<Occurrence> wantsMore) {
        // Most texts contain none of these marks, and to look for each before every word would take longest.
        List<KnownKeyPattern> infixed = possibleIn(text);
        NextMarks next = infixed.isEmpty() ? null : new NextMarks(text, infixed);
        boolean mayBeData = TextEncodings.mayHaveLongBase64(text);
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            if (next == null && !mayBeData) {
                i = nextPrefix(text, i, inWord);
                if (i == text.length()) {
                    return;
                }
                inWord = false;
            }
            int endOfData = mayBeData ? TextEncodings.endOfLongBase64(text, i) : i;
            if (endOfData > i) {
                i = endOfData - 1;
                inWord = true;
                continue;
            }
            char c = text.charAt(i);
            if (!inWord && c > ' ' && c < ASCII) {
                Occurrence found = at(text, i, startingAt(text, i));
                found = found == null && next != null && next.mayBelongTo(i) ? at(text, i, infixed) : found;
                if (found != null) {
                    if (!wantsMore.test(found)) {
                        return;
                    }
                    i = found.end() - 1;
                }
            }
            inWord = ALPHANUMERIC.contains(text.charAt(i));
        }
    }

    /**
     * Returns the next index at which a prefix may begin; the length of the text if there is none.
     *
     * @param inWord whether a letter or a digit is before the first index
     */
    private static int nextPrefix(String text, int from, boolean inWord) {
        boolean in = inWord;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!in && c < ASCII && !startingAt(text, i).isEmpty()) {
                return i;
            }
            in = ALPHANUMERIC.contains(c);
        }
        return text.length();
    }

    /** Returns the forms with a prefix that may begin at an index, at which there is a character of ASCII. */
    private static List<KnownKeyPattern> startingAt(String text, int index) {
        int second = index + 1 < text.length() ? text.charAt(index + 1) : ASCII;
        return second < ASCII ? BY_START.get(text.charAt(index) * ASCII + second) : List.of();
    }

    /** The next mark of each form. A text is read once for each, however often it is asked. */
    private static final class NextMarks {

        private final String text;
        private final List<KnownKeyPattern> patterns;
        private final int[] next;

        NextMarks(String text, List<KnownKeyPattern> patterns) {
            this.text = text;
            this.patterns = patterns;
            this.next = new int[patterns.size()];
        }

        /** Returns whether a mark has the right distance to an index, which is never less than the one before. */
        boolean mayBelongTo(int index) {
            boolean may = false;
            for (int i = 0; i < next.length; i++) {
                KnownKeyPattern pattern = patterns.get(i);
                if (next[i] < index + pattern.least) {
                    int found = text.indexOf(pattern.mark, index + pattern.least);
                    next[i] = found < 0 ? Integer.MAX_VALUE : found;
                }
                may |= next[i] <= index + pattern.most;
            }
            return may;
        }
    }

    /** Returns all forms in the order in which they are tried. */
    static List<KnownKeyPattern> all() {
        return Stream.concat(PREFIXED.stream(), INFIXED.stream()).toList();
    }

    /** Looks for all marks at once, because a long text takes long to read for each. */
    private static List<KnownKeyPattern> possibleIn(String text) {
        BitSet possible = null; // Most texts have no mark.
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (FIRST_OF_MARKS.contains(c)) {
                for (int pattern : MARKS.get(c)) {
                    if (INFIXED.get(pattern).isMarkedAt(text, i)) {
                        possible = possible == null ? new BitSet() : possible;
                        possible.set(pattern);
                    }
                }
            }
        }
        return possible == null
                ? List.of()
                : possible.stream().mapToObj(INFIXED::get).toList();
    }

    private boolean isMarkedAt(String text, int index) {
        return index >= least && text.startsWith(mark, index);
    }

    /** Returns the credential of one of these forms at an index; null if there is none. */
    static @Nullable Occurrence at(String text, int start, List<KnownKeyPattern> patterns) {
        for (KnownKeyPattern pattern : patterns) {
            for (int before = pattern.least; before <= pattern.most; before++) {
                if (text.startsWith(pattern.mark, start + before)) {
                    Matcher matcher = pattern.pattern.matcher(text).region(start, text.length());
                    matcher.useTransparentBounds(true);
                    if (matcher.lookingAt() && pattern.accepts(text, start, matcher.end())) {
                        return new Occurrence(pattern.title, start, matcher.end());
                    }
                }
            }
        }
        return null;
    }

    private boolean accepts(String text, int start, int end) {
        String rest = text.substring(least == 0 ? start + mark.length() : start, end);
        return random
                ? SecretEntropy.looksRandom(rest)
                : !SecretEntropy.isPlaceholder(rest) && !SecretEntropy.isWords(rest);
    }

    private static List<KnownKeyPattern> prefixed() {
        List<KnownKeyPattern> all = new ArrayList<>();
        BY_PREFIX.lines().map(line -> line.split("\\|", 3)).forEach(row -> {
            boolean random = row[0].endsWith("*");
            String title = random ? row[0].substring(0, row[0].length() - 1) : row[0];
            for (String prefix : row[1].equals(PEM) ? List.of(PEM) : List.of(row[1].split(" ", -1))) {
                Expression pattern = new Expression(Pattern.quote(prefix) + row[2]);
                all.add(new KnownKeyPattern(title, prefix, 0, 0, pattern, random));
            }
        });
        return List.copyOf(all);
    }

    private static List<List<KnownKeyPattern>> byStart() {
        List<List<KnownKeyPattern>> byStart = new ArrayList<>(Collections.nCopies(ASCII * ASCII, List.of()));
        for (KnownKeyPattern pattern : PREFIXED) {
            int first = pattern.mark.charAt(0) * ASCII;
            boolean single = pattern.mark.length() == 1;
            int from = single ? 0 : pattern.mark.charAt(1);
            for (int i = first + from; i < first + (single ? ASCII : from + 1); i++) {
                List<KnownKeyPattern> same = new ArrayList<>(byStart.get(i));
                same.add(pattern);
                byStart.set(i, List.copyOf(same));
            }
        }
        return byStart;
    }

    private static List<List<Integer>> marks() {
        List<List<Integer>> byFirst = new ArrayList<>();
        for (int i = 0; i < ASCII; i++) {
            byFirst.add(new ArrayList<>());
        }
        for (int i = 0; i < INFIXED.size(); i++) {
            byFirst.get(INFIXED.get(i).mark.charAt(0)).add(i);
        }
        return byFirst;
    }

    private static List<KnownKeyPattern> infixed() {
        return BY_INFIX.lines()
                .map(line -> line.split("\\|", 4))
                .map(row -> {
                    String[] before = row[2].split("-", 2);
                    return new KnownKeyPattern(
                            row[0],
                            row[1],
                            Integer.parseInt(before[0]),
                            Integer.parseInt(before[1]),
                            new Expression(row[3]),
                            false);
                })
                .toList();
    }
}
