package io.github.recorder.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys of every form that services use, made up by a seeded generator. In a template {@code {a20}} stands for 20
 * letters and digits, {@code h} for hexadecimal, {@code u} for capitals and digits, {@code l} for small letters and
 * digits, {@code w} for base64url, {@code b} for base64, {@code d} for digits.
 */
public final class GeneratedKeys {

    private static final String DIGITS = "0123456789";
    private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
    private static final String ALL = SMALL + SMALL.toUpperCase(Locale.ROOT) + DIGITS;

    private static final Map<Character, String> ALPHABETS = Map.of(
            'a', ALL,
            'h', "0123456789abcdef",
            'u', SMALL.toUpperCase(Locale.ROOT) + DIGITS,
            'l', SMALL + DIGITS,
            'w', ALL + "-_",
            'b', ALL + "+/",
            'd', "123456789");

    private static final Pattern PART = Pattern.compile("\\{([ahulwbd])([0-9]+)}");

    /** One a line: title and template. */
    private static final String TEMPLATES = """
            openai legacy|sk-{a20}T3BlbkFJ{a20}
            digest|response="{h32}"
            digest of SHA-256|response="{h64}"
            maven|{{b43}=}
            openai project|sk-proj-{w60}T3BlbkFJ{w60}
            openai service account|sk-svcacct-{w58}T3BlbkFJ{w58}
            openai admin|sk-admin-{w58}T3BlbkFJ{w58}
            anthropic|sk-ant-api03-{w93}AA
            anthropic admin|sk-ant-admin01-{w93}AA
            anthropic oauth|sk-ant-oat01-{w86}
            openai session|sess-{a40}
            openai realtime|ek_{h32}
            together|tgp_v1_{w43}
            weights and biases|wandb_v1_{w70}
            modal|as-{a22}
            google hmac|GOOG1E{u57}
            tencent|AKID{a32}
            azure devops|{a52}JQQJ99{a4}ACAAAAA{a7}AZDO{a4}
            azure function|{w40}AzFu{a6}==
            buildkite|bkua_{h40}
            circleci|CCIPAT_{a22}_{h40}
            resend|re_{a8}_{a24}
            neon|napi_{l64}
            launchdarkly|sdk-{h8}-{h4}-4{h3}-{h4}-{h12}
            snowflake session|ver:1-hint:1-ETMsDgAAA{a60}
            firebase server|AAAA{w7}:APA91b{w134}
            telegram in a path|https://api.telegram.org/bot{d9}:AA{w33}/getMe
            okta|Authorization: SSWS 00{w40}
            pkcs8 alone|MIIEvQIBADANBgkqhkiG9w0BAQEFAASC{b200}
            web key|{"kty":"EC","d":"{a43}"}
            web key with blanks|{"kty": "EC", "d": "{a43}"}
            oracle|jdbc:oracle:thin:scott/{a14}@//h:1521/s
            token as user|https://{a30}@git.example/o/r.git
            groq|gsk_{a52}
            deepseek|sk-{h32}
            xai|xai-{a80}
            replicate|r8_{a37}
            hugging face|hf_{a34}
            openrouter|sk-or-v1-{h64}
            nvidia|nvapi-{w64}
            cerebras|csk-{l48}
            jina|jina_{h32}{w28}
            tavily|tvly-dev-{a32}
            perplexity|pplx-{a48}
            langsmith|lsv2_pt_{h32}_{h10}
            langfuse|sk-lf-{h8}-{h4}-{h4}-{h4}-{h12}
            pinecone|pcsk_{a6}_{a62}
            elevenlabs|sk_{h48}
            runpod|rpa_{u40}
            azure client secret|{a3}8Q~{a34}
            azure storage|DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={b86}==;EndpointSuffix=core.windows.net
            google|AIza{w35}
            google oauth|ya29.{w120}
            google refresh|1//0{w90}
            google client secret|GOCSPX-{w28}
            pem|-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBg{b60}\\n-----END PRIVATE KEY-----\\n
            pem ec|-----BEGIN EC PRIVATE KEY-----\\nMHcCAQ{b64}\\n-----END EC PRIVATE KEY-----
            pem in a path|-----BEGIN EC PRIVATE KEY-----%0AMHcCAQ{b64}%0A-----END EC PRIVATE KEY-----
            pem encrypted|-----BEGIN RSA PRIVATE KEY-----\\nProc-Type: 4,ENCRYPTED\\nDEK-Info: AES-128-CBC,{h32}\\n\\n{b64}\\n-----END RSA PRIVATE KEY-----
            pem openssh|-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1r{b64}\\n-----END OPENSSH PRIVATE KEY-----
            pgp|-----BEGIN PGP PRIVATE KEY BLOCK-----\\n\\nlQOY{b64}\\n-----END PGP PRIVATE KEY BLOCK-----
            aws id|AKIA{u16}
            aws temporary id|ASIA{u16}
            aws session token|IQoJb3JpZ2luX2Vj{b200}
            bedrock|ABSK{b110}
            github|ghp_{a36}
            github oauth|gho_{a36}
            github user|ghu_{a36}
            github server|ghs_{a36}
            github refresh|ghr_{a36}
            github fine-grained|github_pat_{a22}_{a59}
            gitlab|glpat-{w20}
            gitlab deploy|gldt-{w20}
            gitlab trigger|glptt-{h40}
            gitlab job|glcbt-1_{w20}
            gitlab runner|glrt-{w20}
            atlassian|ATATT3xFfGF0{w170}={u8}
            slack bot|xoxb-{d12}-{d12}-{a24}
            slack user|xoxp-{d12}-{d12}-{d12}-{h32}
            slack app|xapp-1-A{u10}-{d13}-{h64}
            slack config|xoxe.xoxp-1-{a160}
            slack hook|https://hooks.slack.com/services/T{u9}/B{u9}/{a24}
            discord bot|MTA{a21}.G{a5}.{w38}
            discord hook|https://discord.com/api/webhooks/{d18}/{w68}
            telegram|{d10}:AA{w33}
            stripe|sk_live_{a24}
            stripe restricted|rk_live_51{a97}
            stripe webhook|whsec_{a32}
            square|sq0atp-{w22}
            square of production|EAAA{w60}
            render|rnd_{a32}
            gemini|AQ.Ab8RN6{w50}
            e2b|e2b_{h40}
            firecrawl|fc-{h32}
            brave|BSA{a28}
            snyk|snyk_uat.{a8}.{a40}
            cloudflare user token|cfut_{a40}
            mailersend|mlsn.{h64}
            crates.io|cio{a32}
            azure ai|{a52}JQQJ99{a26}
            sendgrid|SG.{w22}.{w43}
            sendinblue|xkeysib-{h64}-{a16}
            mailgun|key-{h32}
            mailgun signing|{h32}-{h8}-{h8}
            mailchimp|{h32}-us21
            pypi|pypi-AgEIcHlwaS5vcmc{w80}
            npm|npm_{a36}
            rubygems|rubygems_{h48}
            docker|dckr_pat_{w27}
            digitalocean|dop_v1_{h64}
            vercel|vercel_blob_rw_{a16}_{a30}
            netlify|nfp_{a36}
            supabase|sbp_{h40}
            supabase secret|sb_secret_{w31}
            databricks|dapi{h32}
            terraform|{a14}.atlasv1.{w67}
            doppler|dp.pt.{a43}
            vault|hvs.{w95}
            pulumi|pul-{h40}
            linear|lin_api_{a40}
            notion|ntn_{a46}
            airtable|pat{a14}.{h64}
            figma|figd_{w40}
            grafana|glsa_{a32}_{h8}
            new relic|NRAK-{u27}
            sentry|sntrys_eyJ{a100}
            dynatrace|dt0c01.{u24}.{u64}
            shopify|shpat_{h32}
            hubspot|pat-na1-{h8}-{h4}-{h4}-{h4}-{h12}
            facebook|EAA{a180}
            postman|PMAK-{h24}-{h34}
            planetscale|pscale_tkn_{w43}
            sonar|sqp_{h40}
            sourcegraph|sgp_{h16}_{h40}
            openshift|sha256~{w43}
            tailscale|tskey-auth-{a12}-{a32}
            twilio|SK{h32}
            age|AGE-SECRET-KEY-1{u58}
            postgres|postgresql://app:{a20}@db.example.com:5432/prod
            mongodb|mongodb+srv://app:{a20}@c0.mongodb.net/db
            redis|redis://:{a24}@cache:6379/0
            bearer|Authorization: Bearer {a40}
            google signed|https://storage.googleapis.com/b/o?X-Goog-Expires=60&X-Goog-Signature={h256}
            cloudfront|https://d1.cloudfront.net/o?Expires=1&Signature={w300}&Key-Pair-Id=K{u13}
            """;

    private GeneratedKeys() {}

    /** Returns keys by title, in a fixed order; other keys for another seed. */
    public static Map<String, String> all(long seed) {
        Random random = new Random(seed);
        Map<String, String> keys = new LinkedHashMap<>();
        TEMPLATES.lines().forEach(line -> {
            String[] row = line.split("\\|", 2);
            keys.put(row[0], filled(row[1], random));
        });
        String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
        keys.put(
                "jwt",
                base64(header) + "." + base64(filled("{\"sub\":\"{a8}\"}", random)) + "." + filled("{w43}", random));
        keys.put(
                "jwe",
                base64("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "." + filled("{w60}.{w16}.{w40}.{w22}", random));
        keys.put("basic", "Authorization: Basic " + base64(filled("alice:{a16}", random)));
        return keys;
    }

    /** Returns a template with its parts made up. */
    static String filled(String template, Random random) {
        Matcher part = PART.matcher(template);
        StringBuilder out = new StringBuilder();
        while (part.find()) {
            String alphabet = ALPHABETS.get(part.group(1).charAt(0));
            StringBuilder made = new StringBuilder();
            for (int i = Integer.parseInt(part.group(2)); i > 0; i--) {
                made.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            part.appendReplacement(out, Matcher.quoteReplacement(made.toString()));
        }
        return part.appendTail(out).toString().replace("\\n", "\n");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
