package io.github.recorder.redaction;

import java.util.Locale;
import java.util.Set;

/**
 * The names under which services and their clients carry credentials. Case, {@code -} and {@code _} do not count: {@code apiKey}, {@code
 * api_key} and {@code API-Key} are one name.
 *
 * <p>{@code token} alone is not among the names of JSON fields: OpenAI's log probabilities have a field of that name for a piece of text.
 */
final class CredentialNames {

    private static final Set<String> FIELDS = Set.of(
            "accesskey",
            "accesskeyid",
            "accesskeysecret",
            "accesstoken",
            "apikey",
            "apisecret",
            "apitoken",
            "authorization",
            "authtoken",
            "awsaccesskeyid",
            "awssecretaccesskey",
            "awssessiontoken",
            "bearertoken",
            "clientsecret",
            "connectionstring",
            "idtoken",
            "passphrase",
            "passwd",
            "password",
            "privatekey",
            "proxyauthorization",
            "refreshtoken",
            "sastoken",
            "secretaccesskey",
            "secretkey",
            "sessiontoken",
            "subscriptionkey",
            "xapikey",
            "xgoogapikey");

    /** Of Google ({@code key}), of Azure's signed URLs ({@code sig}), of AWS's ({@code X-Amz-…}), and what others use. */
    private static final Set<String> PARAMETERS = Set.of(
            "accesskey",
            "accesstoken",
            "apikey",
            "appid",
            "auth",
            "authtoken",
            "clientsecret",
            "key",
            "ocpapimsubscriptionkey",
            "password",
            "secret",
            "sig",
            "signature",
            "subscriptionkey",
            "token",
            "xamzcredential",
            "xamzsecuritytoken",
            "xamzsignature",
            "xgoogcredential",
            "xgoogsignature");

    private static final Set<String> HEADERS = Set.of(
            "apikey",
            "authorization",
            "cookie",
            "ocpapimsubscriptionkey",
            "proxyauthorization",
            "setcookie",
            "xamzsecuritytoken",
            "xapikey",
            "xauthtoken",
            "xgoogapikey");

    private CredentialNames() {}

    /** Tells whether the string under this key of a JSON object is a credential. */
    static boolean isField(String name) {
        return FIELDS.contains(plain(name));
    }

    /** Tells whether the value of this query parameter is a credential. */
    static boolean isParameter(String name) {
        return PARAMETERS.contains(plain(name));
    }

    /** Tells whether the value of this header is a credential. */
    static boolean isHeader(String name) {
        return HEADERS.contains(plain(name));
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '-' && c != '_') {
                plain.append(c);
            }
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }
}
