package io.github.recorder.testjvm;

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The overloaded test methods of a class. An overload counts even if it does not run, so that the id of a test does not
 * depend on it.
 */
final class OverloadedMethods {

    private static final String TESTABLE = "org.junit.platform.commons.annotation.Testable";
    private static final String JUNIT4_TEST = "org.junit.Test";
    private static final String TESTNG_TEST = "org.testng.annotations.Test";

    /** The parameter types of the overloaded test methods of a class, by name. */
    private static final Map<String, Map<String, List<String>>> OVERLOADS = new ConcurrentHashMap<>();

    private static final List<Class<?>> PRIMITIVES = Arrays.<Class<?>>asList(
            boolean.class, byte.class, char.class, double.class, float.class, int.class, long.class, short.class);

    private OverloadedMethods() {}

    /**
     * Returns the parameter types in parentheses if the class has several test methods of this name; else an empty
     * text. The types are without their packages, unless two methods would then be equal.
     *
     * @param types the full names of the parameter types, separated by commas; null if unknown
     */
    static String parameters(String className, String method, String types) {
        Map<String, List<String>> ofClass = OVERLOADS.get(className);
        if (ofClass == null) {
            ofClass = overloads(className);
            OVERLOADS.put(className, ofClass);
        }
        List<String> overloads = ofClass.get(method);
        if (overloads == null || types == null) {
            return "";
        }
        String simple = simple(types);
        int same = 0;
        for (String overload : overloads) {
            same += simple(overload).equals(simple) ? 1 : 0;
        }
        return "(" + (same > 1 ? types.replace(" ", "") : simple) + ")";
    }

    private static Map<String, List<String>> overloads(String className) {
        Map<String, Set<String>> tests = new HashMap<>();
        Set<String> overridden = new HashSet<>();
        try {
            Class<?> type =
                    Class.forName(className, false, Thread.currentThread().getContextClassLoader());
            for (Class<?> each : hierarchy(type)) {
                boolean all = has(each.getAnnotations(), TESTNG_TEST);
                for (Method method : each.getDeclaredMethods()) {
                    String types = types(method);
                    if (method.isBridge() || method.isSynthetic()) {
                        overridden.add(method.getName() + types);
                    } else if (!overridden.contains(method.getName() + types)
                            && (all && Modifier.isPublic(method.getModifiers()) || isTest(method))) {
                        Set<String> known = tests.get(method.getName());
                        if (known == null) {
                            known = new LinkedHashSet<>();
                            tests.put(method.getName(), known);
                        }
                        known.add(types);
                    }
                }
            }
        } catch (ClassNotFoundException | LinkageError unknown) {
            // A class of a framework's own class loader, or one that needs a missing class: its methods are unknown.
            tests.clear();
        }
        Map<String, List<String>> overloads = new HashMap<>();
        for (Map.Entry<String, Set<String>> entry : tests.entrySet()) {
            if (entry.getValue().size() > 1) {
                overloads.put(entry.getKey(), new ArrayList<>(entry.getValue()));
            }
        }
        return overloads;
    }

    /** Returns a class, its superclasses, and the interfaces of all of them. */
    private static Set<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            all.add(each);
        }
        for (Class<?> each : new ArrayList<>(all)) {
            addInterfaces(each, all);
        }
        return all;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> all) {
        for (Class<?> each : type.getInterfaces()) {
            if (all.add(each)) {
                addInterfaces(each, all);
            }
        }
    }

    private static boolean isTest(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            if (isTestable(annotation.annotationType(), new HashSet<>())) {
                return true;
            }
        }
        return has(method.getAnnotations(), JUNIT4_TEST) || has(method.getAnnotations(), TESTNG_TEST);
    }

    private static boolean isTestable(Class<? extends Annotation> type, Set<Class<?>> seen) {
        if (type.getName().startsWith("java.") || !seen.add(type)) {
            return false;
        }
        if (type.getName().equals(TESTABLE)) {
            return true;
        }
        for (Annotation meta : type.getAnnotations()) {
            if (isTestable(meta.annotationType(), seen)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Annotation[] annotations, String name) {
        for (Annotation annotation : annotations) {
            if (annotation.annotationType().getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the full names of a method's parameter types, separated by commas, in the format of the JUnit Platform.
     */
    static String types(Method method) {
        StringBuilder types = new StringBuilder();
        for (Class<?> type : method.getParameterTypes()) {
            types.append(types.length() == 0 ? "" : ", ").append(type.getName());
        }
        return types.toString();
    }

    private static String simple(String types) {
        StringBuilder simple = new StringBuilder();
        for (String type : types.isEmpty() ? new String[0] : types.split(", ?")) {
            int dimensions = type.lastIndexOf('[') + 1;
            String element = dimensions == 0 ? type : element(type.substring(dimensions));
            int start = Math.max(element.lastIndexOf('.'), element.lastIndexOf('$')) + 1;
            simple.append(simple.length() == 0 ? "" : ",").append(element.substring(start));
            for (int i = 0; i < dimensions; i++) {
                simple.append("[]");
            }
        }
        return simple.toString();
    }

    /** Returns the element type of an array, from the class name's {@code I} or {@code Ljava.lang.String;}. */
    private static String element(String encoded) {
        for (Class<?> primitive : PRIMITIVES) {
            if (Array.newInstance(primitive, 0).getClass().getName().equals("[" + encoded)) {
                return primitive.getName();
            }
        }
        return encoded.substring(1, encoded.length() - 1);
    }
}
