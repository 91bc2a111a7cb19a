package io.github.recorder.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of credentials in fields, parameters, headers, environment variables and prose. Case and everything except
 * letters and digits are ignored: {@code apiKey}, {@code api_key} and {@code API-Key} are one name. A prefix is ignored
 * too: {@code db_password} is a {@code password}.
 *
 * <p>The words are those of the {@code generic-api-key} rule of <a
 * href="https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml">gitleaks</a> and of the keyword plugin
 * of <a href="https://github.com/Yelp/detect-secrets">detect-secrets</a>, and the parameters of OAuth (RFC 6749, 7521,
 * 7523, 8628, 8693), AWS, Azure and Google.
 */
final class CredentialNames {

    /** What a name shows about its value. */
    enum Strength {
        /** Nothing. */
        NONE,
        /** The value is a credential if it looks random. */
        WEAK,
        /** The value is a credential in a query or a form; elsewhere the name shows nothing. */
        IN_QUERY,
        /** The value is a credential in a query or a form; elsewhere only if it looks random. */
        WEAK_IN_QUERY,
        /** The value is a credential. */
        STRONG
    }

    private static final int LONGEST_NAME = 200;
    private static final int MOST_KNOWN = 2000;

    /** The ends of names of credentials, with any prefix. */
    private static final List<String> STRONG_ENDS = List.of(
            "password",
            "passwd",
            "passphrase",
            "passcode",
            "passwort",
            "contrasena",
            "secret",
            "apikey",
            "apitoken",
            "accesstoken",
            "refreshtoken",
            "idtoken",
            "authtoken",
            "authenticationtoken",
            "authorizationtoken",
            "sessiontoken",
            "bearertoken",
            "sastoken",
            "bottoken",
            "oauthtoken",
            "oauth2token",
            "csrftoken",
            "xsrftoken",
            "csrfmiddlewaretoken",
            "subjecttoken",
            "actortoken",
            "securitytoken",
            "privatetoken",
            "secrettoken",
            "vaulttoken",
            "privatekey",
            "secretkey",
            "secretkeybase",
            "servertoken",
            "codecovtoken",
            "railwaytoken",
            "motdepasse",
            "signingkey",
            "encryptionkey",
            "masterkey",
            "accountkey",
            "accesskey",
            "accesskeyid",
            "privatekeyid",
            "subscriptionkey",
            "sharedkey",
            "servicekey",
            "storagekey",
            "authkey",
            "connectionstring",
            "databaseurl",
            "authorization",
            "credential",
            "clientassertion",
            "webhookurl",
            "onetimecode",
            "devicecode",
            "keydata",
            "keyfile",
            "setcookie",
            "functionskey",
            "identifiedby");

    /**
     * Names of credentials that also count as the last word of a longer name; too short to be recognized inside a word.
     */
    private static final Set<String> STRONG_WORDS = Set.of(
            "pwd", "otp", "totp", "cvv", "cvc", "jwt", "bearer", "cookie", "passwords", "secrets", "credentials");

    private static final Set<String> WEAK_WORDS =
            Set.of("assertion", "code", "dsn", "hmac", "pin", "pw", "sk", "webhook", "serviceaccountkey");

    private static final Set<String> WEAK_IN_QUERY_WORDS = Set.of("auth", "key", "pass", "pat", "token");

    /**
     * The parameters of Azure's ({@code sig}), AWS's and Google's ({@code …Signature}) signed URLs, and of sessions.
     */
    private static final Set<String> IN_QUERY_WORDS =
            Set.of("appid", "jsessionid", "phpsessid", "session", "sessionid", "sid", "sig", "signature");

    /** Names of tokens and keys that identify pages, rows and retries, and of parts of a tokenizer's vocabulary. */
    private static final Set<String> HARMLESS_ENDS = Set.of(
            "pagetoken",
            "nexttoken",
            "continuationtoken",
            "paginationtoken",
            "synctoken",
            "clienttoken",
            "clientrequesttoken",
            "cachekey",
            "idempotencykey",
            "publickey",
            "primarykey",
            "partitionkey",
            "sortkey",
            "foreignkey",
            "routingkey",
            "languagecode",
            "statuscode",
            "errorcode",
            "zipcode");

    /** Words at the end of a name that do not change its meaning: {@code password_confirmation}. */
    private static final Set<String> TRAILERS = Set.of(
            "again",
            "b64",
            "base64",
            "confirm",
            "confirmation",
            "current",
            "encoded",
            "new",
            "old",
            "plain",
            "repeat",
            "text",
            "txt",
            "val",
            "value");

    /** The names of fields are few, and each occurs in every chunk of a stream. */
    private static final Map<String, Strength> KNOWN = new ConcurrentHashMap<>();

    private CredentialNames() {}

    /** Returns what a name shows about its value. */
    static Strength strength(String name) {
        Strength known = KNOWN.get(name);
        if (known == null) {
            if (name.length() > LONGEST_NAME || !hasLetter(name)) {
                return Strength.NONE; // Numbers would fill the memory of names.
            }
            known = determined(name);
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(name, known);
            }
        }
        return known;
    }

    private static boolean hasLetter(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > '9' && Character.isLetter(c)) {
                return true;
            }
        }
        return false;
    }

    private static Strength determined(String name) {
        List<String> words = words(name);
        String plain = String.join("", words);
        String word = words.isEmpty() ? "" : words.get(words.size() - 1);
        if (STRONG_WORDS.contains(word) || endsWithOneOf(plain, STRONG_ENDS)) {
            return Strength.STRONG;
        }
        if (endsWithOneOf(plain, HARMLESS_ENDS)) {
            return Strength.NONE;
        }
        if (WEAK_IN_QUERY_WORDS.contains(word)) {
            return Strength.WEAK_IN_QUERY;
        }
        if (IN_QUERY_WORDS.contains(word) || IN_QUERY_WORDS.contains(plain)) {
            return Strength.IN_QUERY;
        }
        return WEAK_WORDS.contains(word) ? Strength.WEAK : Strength.NONE;
    }

    /** Returns whether the value of a JSON field, an XML element or the like is a credential. */
    static boolean isField(String name, String value) {
        return switch (strength(name)) {
            case STRONG -> !value.isEmpty();
            case WEAK, WEAK_IN_QUERY -> SecretEntropy.looksRandom(value);
            case IN_QUERY, NONE -> false;
        };
    }

    /** Returns whether the value of a parameter of a query or a form, of a header or of a cookie is a credential. */
    static boolean isParameter(String name, String value) {
        return switch (strength(name)) {
            case STRONG, IN_QUERY, WEAK_IN_QUERY -> !value.isEmpty();
            case WEAK -> SecretEntropy.looksRandom(value);
            case NONE -> false;
        };
    }

    private static boolean endsWithOneOf(String plain, Collection<String> ends) {
        for (String end : ends) {
            if (plain.endsWith(end)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the words of a name in lower case, without numbers and without {@link #TRAILERS} at its end. */
    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char before = ' ';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean begins = Character.isUpperCase(c) && Character.isLowerCase(before);
            if (begins || !Character.isLetterOrDigit(c)) {
                add(words, word);
            }
            if (Character.isLetterOrDigit(c)) {
                word.append(Character.toLowerCase(c));
            }
            before = c;
        }
        add(words, word);
        while (words.size() > 1 && isTrailer(words.get(words.size() - 1))) {
            words.remove(words.size() - 1);
        }
        if (!words.isEmpty()) {
            words.set(words.size() - 1, withoutNumber(words.get(words.size() - 1)));
        }
        return words;
    }

    private static void add(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isTrailer(String word) {
        return TRAILERS.contains(word) || withoutNumber(word).isEmpty() || word.matches("v[0-9]{1,3}");
    }

    private static String withoutNumber(String word) {
        int end = word.length();
        while (end > 0 && Character.isDigit(word.charAt(end - 1))) {
            end--;
        }
        return word.substring(0, end);
    }
}
